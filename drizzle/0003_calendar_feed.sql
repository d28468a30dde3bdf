CREATE TABLE "calendar_feed" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"package_id" uuid,
	"kind" text NOT NULL,
	"enterprise_id" text,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "calendar_token" UNIQUE("token_hash"),
	CONSTRAINT "only_files_expire" CHECK (("calendar_feed"."kind" = 'file') = ("calendar_feed"."expires_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "package" ADD COLUMN "retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_package_id_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."package"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_feed" ON "calendar_feed" USING btree ("workspace_id",coalesce("package_id", "workspace_id"),"team_id","user_id") WHERE "calendar_feed"."kind" = 'feed' and "calendar_feed"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "calendar_feed_of_person" ON "calendar_feed" USING btree ("workspace_id","team_id","user_id");