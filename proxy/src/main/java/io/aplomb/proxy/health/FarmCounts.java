package io.aplomb.proxy.health;

/**
 * What is left of a backend, for the end of a log line; taken after the change.
 *
 * @param sessions in progress on the server
 * @param requeued taken from the server's queue, or to it
 * @param queued still waiting for the server or the backend
 */
public record FarmCounts(int active, int backup, int sessions, int requeued, int queued) {

    private String servers(String word) {
        String onBackup = active == 0 && backup > 0 ? " Running on backup." : "";
        return ". %d active and %d backup servers %s.%s".formatted(active, backup, word, onBackup);
    }

    String left() {
        return servers("left")
                + " %d sessions active, %d requeued, %d remaining in queue."
                        .formatted(sessions, requeued, queued);
    }

    String online() {
        return servers("online")
                + " %d sessions requeued, %d total in queue.".formatted(requeued, queued);
    }
}
