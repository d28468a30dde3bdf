CREATE TABLE "board_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"enterprise_id" text,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"attempt_hash" "bytea" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "board_session_token" UNIQUE("token_hash"),
	CONSTRAINT "board_session_attempt" UNIQUE("attempt_hash")
);
--> statement-breakpoint
ALTER TABLE "known_person" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "board_session" ADD CONSTRAINT "board_session_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "board_session_to_forget" ON "board_session" USING btree ("expires_at");