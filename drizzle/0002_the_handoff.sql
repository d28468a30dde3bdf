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
ALTER TABLE "package" ADD COLUMN "keyring_fault_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "reader_copy" text;--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "reader_hash" "bytea";--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "reader_copy_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "solution" jsonb;--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "alarmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "rotation" ADD COLUMN "is_without_receipts" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "guess_to_forget" ON "guess" USING btree ("window_at");--> statement-breakpoint
CREATE INDEX "reader_copy_to_shred" ON "handoff" USING btree ("reader_copy_until") WHERE "handoff"."reader_copy_until" is not null;--> statement-breakpoint
CREATE INDEX "rotation_by_end" ON "rotation" USING btree ((coalesce("done_at", "cancelled_at"))) WHERE "rotation"."step" in ('done', 'cancelled') and not "rotation"."is_without_receipts";--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "reader_copy_only_when_collected" CHECK ("handoff"."reader_copy" is null or "handoff"."status" = 'collected');--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "reader_copy_has_an_end" CHECK (("handoff"."reader_copy" is null) = ("handoff"."reader_copy_until" is null));