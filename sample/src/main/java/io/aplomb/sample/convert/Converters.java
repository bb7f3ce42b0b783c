package io.aplomb.sample.convert;

import io.aplomb.sample.Converter;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All converters by name. Immutable. */
public final class Converters {

    private static final String NO_DETECTION = "there is no device detection";

    private static final String NO_MQTT = "MQTT is not parsed";

    private static final NavigableMap<String, String> UNAVAILABLE =
            Collections.unmodifiableNavigableMap(
                    new TreeMap<>(
                            Map.of(
                                    "51d.single", NO_DETECTION,
                                    "da-csv-conv", NO_DETECTION,
                                    "mqtt_field_value", NO_MQTT,
                                    "mqtt_is_valid", NO_MQTT,
                                    "xxh3", "XXH3 is not implemented; xxh64 is")));

    private static final NavigableMap<String, Converter> BY_NAME = registry();

    private Converters() {}

    /** The converter of this name, or null. */
    public static @Nullable Converter find(String name) {
        return BY_NAME.get(name);
    }

    /** Why a converter HAProxy has is not here, or null. */
    public static @Nullable String whyUnavailable(String name) {
        return UNAVAILABLE.get(name);
    }

    /** All names. */
    public static NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(BY_NAME.keySet()));
    }

    /** All names of HAProxy's that are refused, with the reason. */
    public static Map<String, String> unavailable() {
        return UNAVAILABLE;
    }

    private static NavigableMap<String, Converter> registry() {
        ConverterTable table = new ConverterTable();
        ArithmeticConverters.register(table);
        TextConverters.register(table);
        ListConverters.register(table);
        UrlConverters.register(table);
        BinaryConverters.register(table);
        HashConverters.register(table);
        CryptoConverters.register(table);
        TimeConverters.register(table);
        VariableConverters.register(table);
        StateConverters.register(table);
        MapConverters.register(table);
        JsonConverters.register(table);
        JwtConverters.register(table);
        FixConverters.register(table);
        ProtobufConverters.register(table);
        return Collections.unmodifiableNavigableMap(new TreeMap<>(table.byName()));
    }
}
