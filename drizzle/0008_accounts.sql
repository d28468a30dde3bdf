CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"subdomain" text,
	"sfmc_enterprise_id" text,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "package" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "package" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "package" ADD COLUMN "planned_start_on" date;--> statement-breakpoint
ALTER TABLE "policy" ADD COLUMN "weekly_capacity" integer;--> statement-breakpoint
ALTER TABLE "policy" ADD COLUMN "freeze_windows" jsonb;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_name" ON "account" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
ALTER TABLE "package" ADD CONSTRAINT "package_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "package_by_account" ON "package" USING btree ("account_id");