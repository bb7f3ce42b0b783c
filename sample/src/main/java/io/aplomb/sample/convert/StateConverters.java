package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ANY;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.ProxyFacts;
import io.aplomb.sample.facts.ServerFacts;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import io.aplomb.sample.facts.TableView;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Look-ups by the sample: backends, servers, stick tables (manual section 7.3.1). */
final class StateConverters {

    private static final Map<String, TableDataType> FIGURES =
            Map.ofEntries(
                    Map.entry("bytes_in_rate", TableDataType.BYTES_IN_RATE),
                    Map.entry("bytes_out_rate", TableDataType.BYTES_OUT_RATE),
                    Map.entry("conn_cnt", TableDataType.CONN_CNT),
                    Map.entry("conn_cur", TableDataType.CONN_CUR),
                    Map.entry("conn_rate", TableDataType.CONN_RATE),
                    Map.entry("gpc0", TableDataType.GPC0),
                    Map.entry("gpc0_rate", TableDataType.GPC0_RATE),
                    Map.entry("gpc1", TableDataType.GPC1),
                    Map.entry("gpc1_rate", TableDataType.GPC1_RATE),
                    Map.entry("gpt0", TableDataType.GPT0),
                    Map.entry("http_err_cnt", TableDataType.HTTP_ERR_CNT),
                    Map.entry("http_err_rate", TableDataType.HTTP_ERR_RATE),
                    Map.entry("http_fail_cnt", TableDataType.HTTP_FAIL_CNT),
                    Map.entry("http_fail_rate", TableDataType.HTTP_FAIL_RATE),
                    Map.entry("http_req_cnt", TableDataType.HTTP_REQ_CNT),
                    Map.entry("http_req_rate", TableDataType.HTTP_REQ_RATE),
                    Map.entry("server_id", TableDataType.SERVER_ID),
                    Map.entry("sess_cnt", TableDataType.SESS_CNT),
                    Map.entry("sess_rate", TableDataType.SESS_RATE));

    private static final Map<String, TableDataType> ARRAYS =
            Map.of(
                    "gpc", TableDataType.GPC,
                    "gpc_rate", TableDataType.GPC_RATE,
                    "gpt", TableDataType.GPT);

    private static final Parameter TABLE = required("table", ArgumentType.TABLE);

    private StateConverters() {}

    static void register(ConverterTable table) {
        table.converter("nbsrv").turns(STR, SINT).as(StateConverters::usableServers);
        table.converter("srv_queue").turns(STR, SINT).as(StateConverters::serverQueue);
        table.converter("in_table")
                .turns(ANY, BOOL)
                .takes(TABLE)
                .compiledBy(
                        arguments -> {
                            String name = arguments.text(0);
                            return (context, value) -> {
                                TableView view = context.tables().table(name);
                                return Value.of(view != null && view.lookup(value) != null);
                            };
                        });
        FIGURES.forEach((name, type) -> figure(table, name, type, 0));
        figure(table, "kbytes_in", TableDataType.BYTES_IN_CNT, 10);
        figure(table, "kbytes_out", TableDataType.BYTES_OUT_CNT, 10);
        ARRAYS.forEach((name, type) -> array(table, name, type));
        table.converter("table_trackers")
                .turns(ANY, SINT)
                .takes(TABLE)
                .compiledBy(
                        arguments ->
                                lookUp(arguments.text(0), 0L, entry -> Value.of(entry.trackers())));
        time(table, "table_expire", TableEntry::expiresInMs);
        time(table, "table_idle", TableEntry::idleMs);
    }

    private static void figure(
            ConverterTable table, String name, TableDataType type, int shiftBits) {
        table.converter("table_" + name)
                .turns(ANY, SINT)
                .takes(TABLE)
                .compiledBy(
                        arguments ->
                                lookUp(
                                        arguments.text(0),
                                        0L,
                                        entry -> number(entry.value(type, 0), shiftBits)));
    }

    private static void array(ConverterTable table, String name, TableDataType type) {
        table.converter("table_" + name)
                .turns(ANY, SINT)
                .takes(required("idx", ArgumentType.INTEGER).within(0, 99), TABLE)
                .compiledBy(
                        arguments -> {
                            int index = (int) arguments.integer(0);
                            return lookUp(
                                    arguments.text(1),
                                    0L,
                                    entry -> number(entry.value(type, index), 0));
                        });
    }

    private static void time(ConverterTable table, String name, ToLongFunction<TableEntry> figure) {
        table.converter(name)
                .turns(ANY, SINT)
                .takes(TABLE, optional("default_value", ArgumentType.INTEGER))
                .compiledBy(
                        arguments ->
                                lookUp(
                                        arguments.text(0),
                                        fallback(arguments),
                                        entry -> Value.of(figure.applyAsLong(entry))));
    }

    private static @Nullable Long fallback(Arguments arguments) {
        return arguments.has(1) ? (Long) arguments.integer(1) : null;
    }

    private static @Nullable Value number(@Nullable Long number, int shiftBits) {
        return number == null ? null : Value.of(number >> shiftBits);
    }

    private interface Reading {
        @Nullable Value read(TableEntry entry);
    }

    private static CompiledConverter lookUp(
            String table, @Nullable Long otherwise, Reading reading) {
        return (context, value) -> {
            TableView view = context.tables().table(table);
            TableEntry entry = view == null ? null : view.lookup(value);
            if (entry == null) {
                return otherwise == null ? null : Value.of(otherwise);
            }
            return reading.read(entry);
        };
    }

    private static @Nullable Value usableServers(SampleContext context, Value value) {
        ProxyFacts backend = context.proxies().backend(TextConverters.text(value));
        return backend == null ? null : Value.of(backend.usableServers());
    }

    private static @Nullable Value serverQueue(SampleContext context, Value value) {
        String text = TextConverters.text(value);
        int slash = text.indexOf('/');
        ProxyFacts current = context.backend();
        String backend =
                slash >= 0 ? text.substring(0, slash) : current == null ? null : current.name();
        ServerFacts server =
                backend == null
                        ? null
                        : context.proxies().server(backend, text.substring(slash + 1));
        return server == null ? null : Value.of(server.queued());
    }
}
