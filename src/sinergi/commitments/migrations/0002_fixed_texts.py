"""A text that was opened never changes, and a signature neither: triggers refuse it.

Whoever owns the database can drop them; that is what the digests on paper and in the journal are
for. TRUNCATE is left alone: it empties, but it forges nothing.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION commitments_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.digest <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the digest of commitment % is not that of its text', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.opened_at IS NOT NULL AND (
        (NEW.text, NEW.digest, NEW.title, NEW.kind, NEW.code, NEW.opened_at)
        IS DISTINCT FROM
        (OLD.text, OLD.digest, OLD.title, OLD.kind, OLD.code, OLD.opened_at)
    ) THEN
        RAISE EXCEPTION 'commitment % was opened: its text is fixed', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_text BEFORE INSERT OR UPDATE ON commitments_commitment
    FOR EACH ROW EXECUTE FUNCTION commitments_keep_text();

CREATE FUNCTION commitments_keep_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a signature is never changed or removed: % refused', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM commitments_signatory s
        JOIN commitments_commitment c ON c.id = s.commitment_id
        WHERE s.id = NEW.signatory_id AND c.state = 'open' AND c.digest = NEW.digest
    ) THEN
        RAISE EXCEPTION 'a signature is of the text of its own open commitment'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_signature BEFORE INSERT OR UPDATE OR DELETE ON commitments_signature
    FOR EACH ROW EXECUTE FUNCTION commitments_keep_signature();
"""
DROP = """
DROP TRIGGER keep_signature ON commitments_signature;
DROP FUNCTION commitments_keep_signature();
DROP TRIGGER keep_text ON commitments_commitment;
DROP FUNCTION commitments_keep_text();
"""


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
