ALTER TABLE "home_visit" ADD COLUMN "look" jsonb;--> statement-breakpoint
CREATE INDEX "package_vendor_by_vendor" ON "package_vendor" USING btree ("vendor_id");