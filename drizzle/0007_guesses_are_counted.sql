CREATE TABLE "guess" (
	"workspace_id" uuid NOT NULL,
	"about" uuid NOT NULL,
	"network" text NOT NULL,
	"window_at" timestamp (3) with time zone NOT NULL,
	"wrong" integer NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "guess_about_network_window_at_pk" PRIMARY KEY("about","network","window_at")
);
--> statement-breakpoint
CREATE INDEX "guess_to_forget" ON "guess" USING btree ("window_at");