ALTER TABLE "outbox" ADD COLUMN "first_due_at" timestamp (3) with time zone DEFAULT '1970-01-01 00:00:00+00' NOT NULL;--> statement-breakpoint
UPDATE "outbox" SET "first_due_at" = "due_at";
