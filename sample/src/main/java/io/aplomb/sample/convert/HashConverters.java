package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.base.hash.KeyHash;
import io.aplomb.base.hash.XxHash;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Value;

/** Hashes that are not for security: manual section 7.3.1. */
final class HashConverters {

    private HashConverters() {}

    static void register(ConverterTable table) {
        hash(table, "sdbm", KeyHash.SDBM);
        hash(table, "djb2", KeyHash.DJB2);
        hash(table, "wt6", KeyHash.WT6);
        hash(table, "crc32", KeyHash.CRC32);
        hash(table, "crc32c", KeyHash.CRC32C);
        table.converter("xxh32")
                .turns(BIN, SINT)
                .takes(optional("seed", ArgumentType.INTEGER))
                .compiledBy(
                        arguments -> {
                            int seed = (int) arguments.integer(0, 0);
                            return (_, value) ->
                                    Value.of(XxHash.hash32(BinaryConverters.octets(value), seed));
                        });
        table.converter("xxh64")
                .turns(BIN, SINT)
                .takes(optional("seed", ArgumentType.INTEGER))
                .compiledBy(
                        arguments -> {
                            long seed = arguments.integer(0, 0);
                            return (_, value) ->
                                    Value.of(XxHash.hash64(BinaryConverters.octets(value), seed));
                        });
    }

    private static void hash(ConverterTable table, String name, KeyHash hash) {
        table.converter(name)
                .turns(BIN, SINT)
                .takes(optional("avalanche", ArgumentType.INTEGER))
                .compiledBy(
                        arguments -> {
                            boolean avalanche = arguments.integer(0, 0) != 0;
                            return (_, value) -> {
                                byte[] key = BinaryConverters.octets(value);
                                return Value.of(
                                        avalanche ? hash.avalancheHash(key) : hash.hash(key));
                            };
                        });
    }
}
