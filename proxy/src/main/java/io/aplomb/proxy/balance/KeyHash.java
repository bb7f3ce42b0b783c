package io.aplomb.proxy.balance;

/**
 * How a key becomes a 32-bit number: the function and modifier of {@code hash-type}.
 *
 * @param avalanche the result is mixed once more; HAProxy's default for {@code consistent} without
 *     a function is sdbm with avalanche
 * @param address the key is an IP address ({@code source}, {@code destination}), whose words are
 *     folded instead of going through the function
 */
public record KeyHash(HashFunction function, boolean avalanche, boolean address) {

    int of(Selection selection) {
        byte[] bytes = selection.keyBytes();
        int offset = selection.keyOffset();
        int length = selection.keyLength();
        int hash =
                address
                        ? HashFunction.foldAddress(bytes, offset, length)
                        : function.hash(bytes, offset, length);
        return avalanche ? HashFunction.avalanche(hash) : hash;
    }
}
