ALTER TABLE "outbox" ADD COLUMN "first_due_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "outbox" SET "first_due_at" = "due_at";--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "first_due_at" SET NOT NULL;
