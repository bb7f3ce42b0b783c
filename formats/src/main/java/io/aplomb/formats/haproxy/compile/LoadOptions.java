package io.aplomb.formats.haproxy.compile;

/**
 * What the loader knows about where the configuration will run.
 *
 * @param hostName name of this machine, the default for the local peer
 * @param localPeer value of {@code -L}, or the host name
 */
public record LoadOptions(String hostName, String localPeer) {

    public static LoadOptions forHost(String hostName) {
        return new LoadOptions(hostName, hostName);
    }
}
