CREATE TABLE "viewer" (
	"workspace_id" uuid NOT NULL,
	"enterprise_id" text,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"named_by" jsonb NOT NULL,
	"named_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "viewer_workspace_id_team_id_user_id_pk" PRIMARY KEY("workspace_id","team_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "policy" ADD COLUMN "is_viewing_narrowed" boolean;--> statement-breakpoint
ALTER TABLE "policy" ADD COLUMN "second_person_for" text[];--> statement-breakpoint
ALTER TABLE "handoff" ADD COLUMN "waive_seconded_by" jsonb;--> statement-breakpoint
ALTER TABLE "rotation" ADD COLUMN "second_person_for" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "rotation" ADD COLUMN "second_person" jsonb;--> statement-breakpoint
ALTER TABLE "viewer" ADD CONSTRAINT "viewer_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;