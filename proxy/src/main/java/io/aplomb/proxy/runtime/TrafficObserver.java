package io.aplomb.proxy.runtime;

/**
 * Learns how live traffic fares on a server ({@code observe layer4|layer7}). Called on event loops:
 * must not block.
 */
public interface TrafficObserver {

    /** For servers that nobody observes. */
    TrafficObserver NONE =
            new TrafficObserver() {
                @Override
                public void connected() {}

                @Override
                public void connectionFailed() {}

                @Override
                public void answered(int status) {}

                @Override
                public void answerFailed(String cause) {}
            };

    /** A connection was made. */
    void connected();

    /** A connection could not be made. */
    void connectionFailed();

    /** A valid response came. */
    void answered(int status);

    /** No response, or not a valid one; the cause in words for the log. */
    void answerFailed(String cause);
}
