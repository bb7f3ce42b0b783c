package io.aplomb.model.proxy;

/**
 * {@code hash-type} and {@code hash-balance-factor}.
 *
 * @param balanceFactorPercent bound on a server's load relative to the average; 0 for none
 */
public record HashType(
        Method method, Function function, boolean avalanche, int balanceFactorPercent) {

    public static final HashType DEFAULT = new HashType(Method.MAP_BASED, Function.SDBM, false, 0);

    /** How a hash finds its server. */
    public enum Method {
        MAP_BASED,
        CONSISTENT
    }

    /** How a key becomes a hash. */
    public enum Function {
        SDBM,
        DJB2,
        WT6,
        CRC32,
        NONE
    }
}
