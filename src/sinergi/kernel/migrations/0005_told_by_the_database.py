"""A new journal entry is told to every listening process by the database itself.

At the commit, never on a rollback. What is told is what `kernel.journal.event_of` says.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION kernel_tell_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('sinergi_journal', json_build_object(
        'id', NEW.id,
        'operation', NEW.operation_id,
        'region', NEW.region,
        'audience', CASE WHEN cardinality(NEW.audience) > 0 THEN to_json(NEW.audience) END,
        'verb', NEW.verb,
        'subject_type', NEW.subject_type,
        'subject_id', NEW.subject_id,
        'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
    )::text);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_entry AFTER INSERT ON kernel_journalentry
    FOR EACH ROW EXECUTE FUNCTION kernel_tell_entry();
"""
DROP = """
DROP TRIGGER tell_entry ON kernel_journalentry;
DROP FUNCTION kernel_tell_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_kept_answers")]
    operations = [migrations.RunSQL(CREATE, DROP)]
