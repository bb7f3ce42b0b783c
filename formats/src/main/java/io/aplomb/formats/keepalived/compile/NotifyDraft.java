package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.model.vrrp.Notifications;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whom an instance or a group tells of its state, as written. */
final class NotifyDraft {

    /** The occasions that have a script each. */
    enum Occasion {
        NOTIFY_MASTER,
        NOTIFY_BACKUP,
        NOTIFY_FAULT,
        NOTIFY_STOP,
        NOTIFY_DELETED,
        NOTIFY_MASTER_RX_LOWER_PRI,
        NOTIFY;

        String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something that tells others of its state. */
    interface Owner {
        NotifyDraft notifications();
    }

    private final Map<Occasion, Script> scripts = new EnumMap<>(Occasion.class);
    private boolean deleted;
    private @Nullable Boolean mail;
    private @Nullable Boolean priorityChanges;

    static <D extends Owner> void register(Registry<D> registry) {
        List<Occasion> plain =
                List.of(
                        Occasion.NOTIFY_MASTER,
                        Occasion.NOTIFY_BACKUP,
                        Occasion.NOTIFY_FAULT,
                        Occasion.NOTIFY_STOP,
                        Occasion.NOTIFY);
        for (Occasion occasion : plain) {
            registry.on(
                    occasion.keyword(),
                    (line, draft) -> draft.notifications().script(line, occasion));
        }
        registry.on(
                "notify_deleted",
                (line, draft) -> {
                    draft.notifications().deleted = true;
                    if (line.hasNext()) {
                        draft.notifications().script(line, Occasion.NOTIFY_DELETED);
                    }
                });
        registry.on("smtp_alert", (line, draft) -> draft.notifications().mail = line.truth());
        registry.on(
                "notify_priority_changes",
                (line, draft) -> draft.notifications().priorityChanges = line.truth());
    }

    void script(Line line, Occasion occasion) throws Refusal {
        Script script = Scripts.withUser(line);
        if (scripts.putIfAbsent(occasion, script) != null) {
            throw line.error(
                    line.keyword(), "'%s' is there twice".formatted(line.keyword().text()));
        }
    }

    Map<Occasion, Script> scripts() {
        return scripts;
    }

    Notifications build(@Nullable ScriptUser user, boolean mailDefault, boolean changesDefault) {
        return new Notifications(
                script(Occasion.NOTIFY_MASTER, user),
                script(Occasion.NOTIFY_BACKUP, user),
                script(Occasion.NOTIFY_FAULT, user),
                script(Occasion.NOTIFY_STOP, user),
                script(Occasion.NOTIFY_DELETED, user),
                script(Occasion.NOTIFY, user),
                script(Occasion.NOTIFY_MASTER_RX_LOWER_PRI, user),
                deleted,
                Objects.requireNonNullElse(mail, mailDefault),
                Objects.requireNonNullElse(priorityChanges, changesDefault));
    }

    private @Nullable Script script(Occasion occasion, @Nullable ScriptUser user) {
        return Scripts.as(scripts.get(occasion), user);
    }
}
