CREATE TABLE "webhook" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"signing_key" "bytea",
	"signing_key_arn" text,
	"previous_key" "bytea",
	"previous_key_arn" text,
	"previous_until" timestamp (3) with time zone,
	"enterprise_id" text,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"next_look_at" timestamp (3) with time zone NOT NULL,
	"last_taken_at" timestamp (3) with time zone,
	"last_failed_at" timestamp (3) with time zone,
	"last_fault" text,
	"off_at" timestamp (3) with time zone,
	"off_why" text,
	CONSTRAINT "webhook_signs_while_on" CHECK (("webhook"."off_at" is null) = ("webhook"."signing_key" is not null) and ("webhook"."off_at" is null) = ("webhook"."off_why" is null)),
	CONSTRAINT "webhook_previous_key_ends" CHECK (("webhook"."previous_key" is null) = ("webhook"."previous_until" is null) and ("webhook"."off_at" is null or "webhook"."previous_key" is null))
);
--> statement-breakpoint
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;