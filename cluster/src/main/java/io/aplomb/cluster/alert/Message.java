package io.aplomb.cluster.alert;

import io.aplomb.cluster.alert.Happening.Turned;
import java.util.List;
import java.util.Locale;

/**
 * What a recipient is told at once.
 *
 * @param incident what it is about; 0 for what has no cause of its own
 * @param news in the order in which it happened, never empty
 */
public record Message(Status status, long incident, List<News> news) {

    /** What sort of message. */
    public enum Status {
        /** Something broke. */
        ALARM,
        /** What comes of it goes on. */
        UPDATE,
        /** What ran on a lost node runs elsewhere; the node is still away. */
        RESTORED,
        /** All is well again. */
        RECOVERED,
        /** Something happened, nothing broke. */
        NOTICE;

        /** As programs read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Keeps a copy. */
    public Message {
        news = List.copyOf(news);
        if (news.isEmpty()) {
            throw new IllegalArgumentException("a message says something");
        }
    }

    /** One event by itself. */
    public static Message of(News news) {
        return new Message(
                news.isCause() ? Status.ALARM : Status.NOTICE, news.incident(), List.of(news));
    }

    /** What matters most in it: how the incident turned out, else what happened first. */
    public News head() {
        return news.reversed().stream()
                .filter(each -> each.what() instanceof Turned)
                .findFirst()
                .orElse(news.getFirst());
    }
}
