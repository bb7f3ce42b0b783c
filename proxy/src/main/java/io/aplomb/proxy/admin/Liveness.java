package io.aplomb.proxy.admin;

/**
 * Whether a process does what it is there for, as far as it can tell itself. Frontends that an
 * operator stopped do not count.
 *
 * @param answeringLoops event loops that got to a task in time
 * @param boundListeners bind lines whose sockets are all open
 */
public record Liveness(int loops, int answeringLoops, int listeners, int boundListeners) {

    /** All loops answer, and all that shall be listened on is; something is. */
    public boolean isUp() {
        return answeringLoops == loops && boundListeners == listeners && listeners > 0;
    }

    /** What {@code show health} answers. */
    String text() {
        return """
        Status: %s
        Loops: %d/%d
        Listeners: %d/%d
        """
                .formatted(
                        isUp() ? "up" : "down", answeringLoops, loops, boundListeners, listeners);
    }
}
