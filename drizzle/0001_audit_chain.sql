-- The audit trail is append-only, and each row carries the hash of its predecessor in its chain (one chain per package).
-- hash = sha256(previous_hash || utf8 of the row's fields joined by line feeds); docs/decisions/audit-chain.md says how to check it.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fields text := concat_ws(E'\n', NEW.id, NEW.workspace_id,
    to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NEW."by", NEW.kind, NEW.facts,
    coalesce(NEW.package_id::text, '-'), coalesce(NEW.rotation_id::text, '-'), coalesce(NEW.handoff_id::text, '-'));
BEGIN
  INSERT INTO audit_head AS head (chain, workspace_id, seq, previous_hash, hash)
    VALUES (NEW.chain, NEW.workspace_id, 1, '\x', sha256(convert_to(concat_ws(E'\n', NEW.chain, 1, fields), 'UTF8')))
    ON CONFLICT (chain) DO UPDATE SET seq = head.seq + 1, previous_hash = head.hash,
      hash = sha256(head.hash || convert_to(concat_ws(E'\n', NEW.chain, head.seq + 1, fields), 'UTF8'))
    RETURNING seq, previous_hash, hash INTO NEW.seq, NEW.previous_hash, NEW.hash;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_chain();
--> statement-breakpoint
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
--> statement-breakpoint
CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
--> statement-breakpoint
-- Only the trigger above moves a chain's head: a statement by anybody else is not nested in one.
CREATE FUNCTION audit_head_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the head of an audit chain is the trigger''s' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_head_is_kept BEFORE INSERT OR UPDATE OR DELETE ON audit_head FOR EACH ROW
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION audit_head_is_kept();
--> statement-breakpoint
CREATE TRIGGER audit_head_is_not_truncated BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM PUBLIC, CURRENT_USER;
