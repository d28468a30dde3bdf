CREATE TABLE "appointed_admin" (
	"workspace_id" uuid NOT NULL,
	"enterprise_id" text,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"appointed_by" jsonb NOT NULL,
	"appointed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "appointed_admin_workspace_id_team_id_user_id_pk" PRIMARY KEY("workspace_id","team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "home_visit" (
	"workspace_id" uuid NOT NULL,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "home_visit_workspace_id_team_id_user_id_pk" PRIMARY KEY("workspace_id","team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "package" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"sfmc_package_id" text,
	"client_id" text,
	"integration_type" text NOT NULL,
	"subdomain" text,
	"sfmc_enterprise_id" text,
	"business_units" jsonb NOT NULL,
	"scopes" text,
	"criticality" text NOT NULL,
	"secret_generated_on" date,
	"expires_on" date,
	"expiry_source" text,
	"is_dormant" boolean NOT NULL,
	"channel_id" text NOT NULL,
	"runbook_url" text,
	"notes" text,
	"lead_days" integer NOT NULL,
	"freeze_windows" jsonb NOT NULL,
	"is_retired" boolean DEFAULT false NOT NULL,
	"next_look_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "package_admin" (
	"workspace_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"enterprise_id" text,
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "package_admin_package_id_team_id_user_id_pk" PRIMARY KEY("package_id","team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "package_vendor" (
	"workspace_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"vendor_id" uuid NOT NULL,
	"systems" text[] NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "package_vendor_package_id_vendor_id_pk" PRIMARY KEY("package_id","vendor_id")
);
--> statement-breakpoint
CREATE TABLE "vendor" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"contact" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" uuid PRIMARY KEY NOT NULL,
	"enterprise_id" text,
	"team_id" text NOT NULL,
	"name" text NOT NULL,
	"fingerprint_key" "bytea",
	"fingerprint_key_arn" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workspace_slack" UNIQUE NULLS NOT DISTINCT("enterprise_id","team_id")
);
--> statement-breakpoint
CREATE TABLE "exposed_fingerprint" (
	"workspace_id" uuid NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" jsonb NOT NULL,
	CONSTRAINT "exposed_fingerprint_workspace_id_fingerprint_pk" PRIMARY KEY("workspace_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "generation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"rotation_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"generated_at" timestamp (3) with time zone NOT NULL,
	"live_at" timestamp (3) with time zone NOT NULL,
	"expires_on" date NOT NULL,
	"deposited_at" timestamp (3) with time zone NOT NULL,
	"deposited_by" jsonb NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "generation_number" UNIQUE("package_id","number")
);
--> statement-breakpoint
CREATE TABLE "handoff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"rotation_id" uuid NOT NULL,
	"generation_id" uuid NOT NULL,
	"vendor_id" uuid NOT NULL,
	"status" text NOT NULL,
	"why" text,
	"sealed" "bytea",
	"sealed_key_arn" text,
	"lease_id" uuid,
	"lease_until" timestamp (3) with time zone,
	"told_at" timestamp (3) with time zone,
	"collected_at" timestamp (3) with time zone,
	"stored_at" timestamp (3) with time zone,
	"confirmation" jsonb,
	"waived_at" timestamp (3) with time zone,
	"waived_by" jsonb,
	"waive_reason" text,
	"problem" jsonb,
	"message_channel" text,
	"message_ts" text,
	CONSTRAINT "handoff_of_generation" UNIQUE("generation_id","vendor_id"),
	CONSTRAINT "sealed_only_while_waiting" CHECK (("handoff"."sealed" is not null) = ("handoff"."status" = 'sealed'))
);
--> statement-breakpoint
CREATE TABLE "link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"rotation_id" uuid NOT NULL,
	"handoff_id" uuid,
	"purpose" text NOT NULL,
	"way" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"minted_for" jsonb NOT NULL,
	"minted_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "link_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "page_open" (
	"workspace_id" uuid NOT NULL,
	"link_id" uuid PRIMARY KEY NOT NULL,
	"handoff_id" uuid,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"times" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "participant" (
	"workspace_id" uuid NOT NULL,
	"rotation_id" uuid NOT NULL,
	"vendor_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"contact" jsonb NOT NULL,
	"systems" text[] NOT NULL,
	"is_late" boolean NOT NULL,
	CONSTRAINT "participant_rotation_id_vendor_id_pk" PRIMARY KEY("rotation_id","vendor_id")
);
--> statement-breakpoint
CREATE TABLE "rotation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"step" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"started_by" jsonb NOT NULL,
	"old_expires_on" date,
	"is_outage" boolean NOT NULL,
	"planned_activate_at" timestamp (3) with time zone,
	"again" text,
	"generation_id" uuid,
	"ready_at" timestamp (3) with time zone,
	"activated_at" timestamp (3) with time zone,
	"activated_by" jsonb,
	"is_early" boolean,
	"date_read" jsonb,
	"done_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"cancelled_by" jsonb,
	"end_reason" text,
	"is_retired" boolean,
	"next_look_at" timestamp (3) with time zone,
	"card_channel" text NOT NULL,
	"card_ts" text,
	CONSTRAINT "rotation_number" UNIQUE("package_id","number")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"chain" uuid NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"kind" text NOT NULL,
	"facts" text NOT NULL,
	"package_id" uuid,
	"rotation_id" uuid,
	"handoff_id" uuid,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_place" UNIQUE("chain","seq"),
	CONSTRAINT "audit_has_no_line_feed" CHECK (position(chr(10) in "audit"."by" || "audit"."kind" || "audit"."facts") = 0)
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"chain" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"rotation_id" uuid,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"place" integer GENERATED ALWAYS AS IDENTITY (sequence name "outbox_place_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_id" uuid,
	"lease_until" timestamp (3) with time zone,
	"claimed_revision" integer,
	"error" text,
	"channel" text,
	"ts" text,
	CONSTRAINT "outbox_key" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "reminder" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"expires_on" date NOT NULL,
	"rung_days" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reminder_once" UNIQUE("package_id","expires_on","rung_days")
);
--> statement-breakpoint
ALTER TABLE "appointed_admin" ADD CONSTRAINT "appointed_admin_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "home_visit" ADD CONSTRAINT "home_visit_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package" ADD CONSTRAINT "package_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_admin" ADD CONSTRAINT "package_admin_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_admin" ADD CONSTRAINT "package_admin_package_id_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."package"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_vendor" ADD CONSTRAINT "package_vendor_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_vendor" ADD CONSTRAINT "package_vendor_package_id_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."package"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_vendor" ADD CONSTRAINT "package_vendor_vendor_id_vendor_id_fk" FOREIGN KEY ("vendor_id") REFERENCES "public"."vendor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposed_fingerprint" ADD CONSTRAINT "exposed_fingerprint_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation" ADD CONSTRAINT "generation_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation" ADD CONSTRAINT "generation_package_id_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."package"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation" ADD CONSTRAINT "generation_rotation_id_rotation_id_fk" FOREIGN KEY ("rotation_id") REFERENCES "public"."rotation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_rotation_id_rotation_id_fk" FOREIGN KEY ("rotation_id") REFERENCES "public"."rotation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_generation_id_generation_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_vendor_id_vendor_id_fk" FOREIGN KEY ("vendor_id") REFERENCES "public"."vendor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_rotation_id_rotation_id_fk" FOREIGN KEY ("rotation_id") REFERENCES "public"."rotation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_handoff_id_handoff_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page_open" ADD CONSTRAINT "page_open_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page_open" ADD CONSTRAINT "page_open_link_id_link_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."link"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page_open" ADD CONSTRAINT "page_open_handoff_id_handoff_id_fk" FOREIGN KEY ("handoff_id") REFERENCES "public"."handoff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_rotation_id_rotation_id_fk" FOREIGN KEY ("rotation_id") REFERENCES "public"."rotation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_vendor_id_vendor_id_fk" FOREIGN KEY ("vendor_id") REFERENCES "public"."vendor"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotation" ADD CONSTRAINT "rotation_package_id_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."package"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_package_id_package_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."package"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "package_by_name" ON "package" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "package_by_expiry" ON "package" USING btree ("workspace_id","expires_on");--> statement-breakpoint
CREATE INDEX "package_to_look_at" ON "package" USING btree ("next_look_at") WHERE "package"."next_look_at" is not null;--> statement-breakpoint
CREATE INDEX "package_admin_by_person" ON "package_admin" USING btree ("workspace_id","team_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "vendor_name" ON "vendor" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "one_staged_generation" ON "generation" USING btree ("package_id") WHERE "generation"."state" = 'staged';--> statement-breakpoint
CREATE INDEX "generation_by_fingerprint" ON "generation" USING btree ("workspace_id","fingerprint");--> statement-breakpoint
CREATE INDEX "handoff_of_rotation" ON "handoff" USING btree ("rotation_id");--> statement-breakpoint
CREATE INDEX "link_of_handoff" ON "link" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "link_of_rotation" ON "link" USING btree ("rotation_id");--> statement-breakpoint
CREATE INDEX "page_open_of_handoff" ON "page_open" USING btree ("handoff_id");--> statement-breakpoint
CREATE INDEX "participant_by_person" ON "participant" USING btree (("contact"->>'userId'));--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_rotation" ON "rotation" USING btree ("package_id") WHERE "rotation"."step" not in ('done', 'cancelled');--> statement-breakpoint
CREATE INDEX "rotation_to_look_at" ON "rotation" USING btree ("next_look_at") WHERE "rotation"."next_look_at" is not null;--> statement-breakpoint
CREATE INDEX "audit_of_rotation" ON "audit" USING btree ("rotation_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at","place") WHERE "outbox"."state" = 'ready';--> statement-breakpoint
CREATE INDEX "outbox_sending" ON "outbox" USING btree ("lease_until") WHERE "outbox"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "outbox_of_rotation" ON "outbox" USING btree ("rotation_id");