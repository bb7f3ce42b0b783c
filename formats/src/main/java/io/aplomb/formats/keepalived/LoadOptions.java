package io.aplomb.formats.keepalived;

/**
 * What the loader knows about where the configuration will run.
 *
 * @param configId compared with {@code @id} lines: {@code -i}, or the first part of the host name
 * @param hostName name of this machine, the default for {@code router_id}
 * @param randomSeed for <code>${_RANDOM}</code>, unless {@code random_seed} gives another
 */
public record LoadOptions(String configId, String hostName, long randomSeed) {

    /** For a machine of that name, without {@code -i}. */
    public static LoadOptions forHost(String hostName, long randomSeed) {
        int dot = hostName.indexOf('.');
        String id = dot > 0 ? hostName.substring(0, dot) : hostName;
        return new LoadOptions(id, hostName, randomSeed);
    }
}
