CREATE TABLE "place" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"vendor_id" uuid NOT NULL,
	"system" text NOT NULL,
	"kind" text NOT NULL,
	"known_by" jsonb,
	"position" integer NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"confirmed_by" jsonb,
	"confirmed_how" text,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "place_once" UNIQUE("package_id","vendor_id","system"),
	CONSTRAINT "confirmed_somehow" CHECK (("place"."confirmed_at" is null) = ("place"."confirmed_how" is null) and ("place"."confirmed_at" is null) = ("place"."confirmed_by" is null))
);
--> statement-breakpoint
ALTER TABLE "place" ADD CONSTRAINT "place_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place" ADD CONSTRAINT "place_of_vendor" FOREIGN KEY ("package_id","vendor_id") REFERENCES "public"."package_vendor"("package_id","vendor_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Subdomain and enterprise id belong to the account. One that lacks them takes what most of its packages say.
UPDATE "account" a SET "subdomain" = coalesce(a."subdomain", p."subdomain"),
	"sfmc_enterprise_id" = coalesce(a."sfmc_enterprise_id", p."sfmc_enterprise_id")
FROM (SELECT "account_id", mode() WITHIN GROUP (ORDER BY "subdomain") AS "subdomain",
		mode() WITHIN GROUP (ORDER BY "sfmc_enterprise_id") AS "sfmc_enterprise_id"
	FROM "package" WHERE "account_id" IS NOT NULL GROUP BY "account_id") p
WHERE p."account_id" = a."id";--> statement-breakpoint
-- A package that says otherwise than its account keeps its word in its notes.
UPDATE "package" p SET "notes" = concat_ws(chr(10), p."notes",
	CASE WHEN lower(p."subdomain") <> lower(a."subdomain") THEN 'Subdomain, as it stood here before accounts: ' || p."subdomain" END,
	CASE WHEN p."sfmc_enterprise_id" <> a."sfmc_enterprise_id" THEN 'Enterprise id, as it stood here before accounts: ' || p."sfmc_enterprise_id" END)
FROM "account" a
WHERE a."id" = p."account_id"
	AND (lower(p."subdomain") <> lower(a."subdomain") OR p."sfmc_enterprise_id" <> a."sfmc_enterprise_id");--> statement-breakpoint
-- Packages without an account: one for each pair they name, in any case, unless there is one that says just that.
INSERT INTO "account" ("id", "workspace_id", "name", "subdomain", "sfmc_enterprise_id", "kind", "created_at")
SELECT gen_random_uuid(), n."workspace_id",
	CASE WHEN EXISTS (SELECT FROM "account" a WHERE a."workspace_id" = n."workspace_id" AND lower(a."name") = lower(n."name"))
		THEN n."name" || ' – ' || left(gen_random_uuid()::text, 4) ELSE n."name" END,
	n."subdomain", n."sfmc_enterprise_id", 'production', n."created_at"
FROM (SELECT "workspace_id", min("subdomain") AS "subdomain", "sfmc_enterprise_id", min("created_at") AS "created_at",
		CASE WHEN min("subdomain") IS NULL THEN 'Enterprise ' || "sfmc_enterprise_id"
			WHEN "sfmc_enterprise_id" IS NULL THEN min("subdomain")
			ELSE min("subdomain") || ' (' || "sfmc_enterprise_id" || ')' END AS "name"
	FROM "package" WHERE "account_id" IS NULL AND coalesce("subdomain", "sfmc_enterprise_id") IS NOT NULL
	GROUP BY "workspace_id", lower("subdomain"), "sfmc_enterprise_id") n
WHERE NOT EXISTS (SELECT FROM "account" a WHERE a."workspace_id" = n."workspace_id"
	AND lower(a."subdomain") IS NOT DISTINCT FROM lower(n."subdomain")
	AND a."sfmc_enterprise_id" IS NOT DISTINCT FROM n."sfmc_enterprise_id");--> statement-breakpoint
UPDATE "package" p SET "account_id" = a."id"
FROM (SELECT DISTINCT ON ("workspace_id", lower("subdomain"), "sfmc_enterprise_id") * FROM "account"
	ORDER BY "workspace_id", lower("subdomain"), "sfmc_enterprise_id", "created_at", "id") a
WHERE p."account_id" IS NULL AND coalesce(p."subdomain", p."sfmc_enterprise_id") IS NOT NULL
	AND a."workspace_id" = p."workspace_id" AND lower(a."subdomain") IS NOT DISTINCT FROM lower(p."subdomain")
	AND a."sfmc_enterprise_id" IS NOT DISTINCT FROM p."sfmc_enterprise_id";--> statement-breakpoint
-- Each system of a vendor becomes a place, confirmed when its vendor last ticked it.
INSERT INTO "place" ("id", "workspace_id", "package_id", "vendor_id", "system", "kind", "position", "added_at")
SELECT gen_random_uuid(), v."workspace_id", v."package_id", v."vendor_id", s."system", 'vendor_system', s."position", v."added_at"
FROM "package_vendor" v, unnest(v."systems") WITH ORDINALITY AS s("system", "position")
ON CONFLICT DO NOTHING;--> statement-breakpoint
UPDATE "place" p SET "confirmed_at" = c."at", "confirmed_by" = c."by", "confirmed_how" = 'rotation'
FROM (SELECT DISTINCT ON (r."package_id", h."vendor_id", s."system") r."package_id", h."vendor_id", s."system",
		(h."confirmation"->>'at')::timestamptz AS "at", h."confirmation"->'by' AS "by"
	FROM "handoff" h JOIN "rotation" r ON r."id" = h."rotation_id",
		jsonb_array_elements_text(h."confirmation"->'systems') AS s("system")
	ORDER BY r."package_id", h."vendor_id", s."system", (h."confirmation"->>'at')::timestamptz DESC) c
WHERE p."package_id" = c."package_id" AND p."vendor_id" = c."vendor_id" AND p."system" = c."system";--> statement-breakpoint
ALTER TABLE "package" DROP COLUMN "subdomain";--> statement-breakpoint
ALTER TABLE "package" DROP COLUMN "sfmc_enterprise_id";--> statement-breakpoint
ALTER TABLE "package_vendor" DROP COLUMN "systems";