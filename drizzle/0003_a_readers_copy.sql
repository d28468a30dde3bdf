ALTER TABLE "handoff" ADD COLUMN "reader_copy" text;--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "reader_hash" "bytea";--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "reader_copy_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "reader_copy_to_shred" ON "handoff" USING btree ("reader_copy_until") WHERE "handoff"."reader_copy_until" is not null;--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "reader_copy_only_when_collected" CHECK ("handoff"."reader_copy" is null or "handoff"."status" = 'collected');--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "reader_copy_has_an_end" CHECK (("handoff"."reader_copy" is null) = ("handoff"."reader_copy_until" is null));