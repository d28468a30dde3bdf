CREATE TABLE "absence" (
	"workspace_id" uuid NOT NULL,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"stand_in" jsonb NOT NULL,
	CONSTRAINT "absence_workspace_id_team_id_user_id_pk" PRIMARY KEY("workspace_id","team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "known_person" (
	"workspace_id" uuid NOT NULL,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"zone" text,
	"is_gone" boolean NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "known_person_workspace_id_team_id_user_id_pk" PRIMARY KEY("workspace_id","team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"scope" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"zone" text,
	"from_minute" integer,
	"to_minute" integer,
	"digest_minute" integer,
	"weekdays" jsonb,
	"holidays" jsonb,
	"escalation" jsonb,
	"link_hours" integer,
	"changed_by" jsonb NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reminder" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"duty" text NOT NULL,
	"subject" uuid NOT NULL,
	"rung" text NOT NULL,
	"audience" text NOT NULL,
	"recipient" text NOT NULL,
	"digest" text,
	"slot" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reminder_once" UNIQUE("package_id","duty","subject","rung","recipient")
);
--> statement-breakpoint
CREATE TABLE "lane" (
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"free_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "lane_workspace_id_name_pk" PRIMARY KEY("workspace_id","name")
);
--> statement-breakpoint
ALTER TABLE "package" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "priority" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "known_person" ADD CONSTRAINT "known_person_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_package_id_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."package"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reminder_of_digest" ON "reminder" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "outbox_reminder" ON "outbox" USING btree (("payload"->>'packageId')) WHERE "outbox"."kind" = 'reminder';