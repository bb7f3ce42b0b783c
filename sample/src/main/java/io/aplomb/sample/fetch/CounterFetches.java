package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.ProxyFacts;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import io.aplomb.sample.facts.TableView;
import io.aplomb.sample.facts.TrackedCounter;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stick-table figures of what is tracked ({@code sc_*}, {@code sc0_*} to {@code sc2_*}) and of the
 * client's address ({@code src_*}): manual section 7.3.3.
 */
final class CounterFetches {

    /** Highest index in gpc and gpt arrays. */
    private static final int MAX_ARRAY_INDEX = 99;

    /** Slots with names of their own. */
    private static final int NAMED_SLOTS = 3;

    /** Figures that every form has: name without prefix, data type, what to do with it. */
    private static final List<Figure> FIGURES =
            List.of(
                    new Figure("bytes_in_rate", TableDataType.BYTES_IN_RATE, Use.READ),
                    new Figure("bytes_out_rate", TableDataType.BYTES_OUT_RATE, Use.READ),
                    new Figure("clr_gpc", TableDataType.GPC, Use.CLEAR),
                    new Figure("clr_gpc0", TableDataType.GPC0, Use.CLEAR),
                    new Figure("clr_gpc1", TableDataType.GPC1, Use.CLEAR),
                    new Figure("conn_cnt", TableDataType.CONN_CNT, Use.READ),
                    new Figure("conn_cur", TableDataType.CONN_CUR, Use.READ),
                    new Figure("conn_rate", TableDataType.CONN_RATE, Use.READ),
                    new Figure("get_gpc", TableDataType.GPC, Use.READ),
                    new Figure("get_gpc0", TableDataType.GPC0, Use.READ),
                    new Figure("get_gpc1", TableDataType.GPC1, Use.READ),
                    new Figure("get_gpt", TableDataType.GPT, Use.READ),
                    new Figure("get_gpt0", TableDataType.GPT0, Use.READ),
                    new Figure("gpc0_rate", TableDataType.GPC0_RATE, Use.READ),
                    new Figure("gpc1_rate", TableDataType.GPC1_RATE, Use.READ),
                    new Figure("gpc_rate", TableDataType.GPC_RATE, Use.READ),
                    new Figure("http_err_cnt", TableDataType.HTTP_ERR_CNT, Use.READ),
                    new Figure("http_err_rate", TableDataType.HTTP_ERR_RATE, Use.READ),
                    new Figure("http_fail_cnt", TableDataType.HTTP_FAIL_CNT, Use.READ),
                    new Figure("http_fail_rate", TableDataType.HTTP_FAIL_RATE, Use.READ),
                    new Figure("http_req_cnt", TableDataType.HTTP_REQ_CNT, Use.READ),
                    new Figure("http_req_rate", TableDataType.HTTP_REQ_RATE, Use.READ),
                    new Figure("inc_gpc", TableDataType.GPC, Use.INCREMENT),
                    new Figure("inc_gpc0", TableDataType.GPC0, Use.INCREMENT),
                    new Figure("inc_gpc1", TableDataType.GPC1, Use.INCREMENT),
                    new Figure("kbytes_in", TableDataType.BYTES_IN_CNT, Use.READ_KILO),
                    new Figure("kbytes_out", TableDataType.BYTES_OUT_CNT, Use.READ_KILO),
                    new Figure("sess_cnt", TableDataType.SESS_CNT, Use.READ),
                    new Figure("sess_rate", TableDataType.SESS_RATE, Use.READ));

    private enum Use {
        READ,
        READ_KILO,
        INCREMENT,
        CLEAR
    }

    private record Figure(String name, TableDataType type, Use use) {

        boolean indexed() {
            return type.isArray();
        }

        /** The figure of an entry, 0 without one; null when the table does not store it. */
        @Nullable Value of(@Nullable TableEntry entry, int index) {
            if (entry == null) {
                return Value.of(0L);
            }
            Long number =
                    switch (use) {
                        case READ, READ_KILO -> entry.value(type, index);
                        case INCREMENT -> entry.increment(type, index);
                        case CLEAR -> entry.clear(type, index);
                    };
            if (number == null) {
                return null;
            }
            return Value.of(use == Use.READ_KILO ? number >> 10 : number);
        }
    }

    private CounterFetches() {}

    static void register(FetchTable table) {
        for (Figure figure : FIGURES) {
            tracked(table, figure);
            ofSource(table, figure);
        }
        trackers(table);
        table.fetch("src_updt_conn_cnt")
                .takes(optional("table", ArgumentType.TABLE))
                .gives(SINT)
                .reads(Requirement.CLIENT_CONNECTION)
                .compiledBy(
                        arguments -> {
                            String name = arguments.textOrNull(0);
                            Figure figure = new Figure("", TableDataType.CONN_CNT, Use.INCREMENT);
                            return context -> sourceFigure(context, name, figure, 0);
                        });
        ofTable(table, "table_cnt", TableView::used);
        ofTable(table, "table_avl", TableView::available);
    }

    private static void tracked(FetchTable table, Figure figure) {
        Parameter index = required("idx", ArgumentType.INTEGER).within(0, MAX_ARRAY_INDEX);
        Parameter slot = required("ctr", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE);
        Parameter name = optional("table", ArgumentType.TABLE);
        int first = figure.indexed() ? 1 : 0;
        table.fetch("sc_" + figure.name())
                .takes(
                        figure.indexed()
                                ? new Parameter[] {index, slot, name}
                                : new Parameter[] {slot, name})
                .gives(SINT)
                .compiledBy(
                        arguments -> {
                            int at = figure.indexed() ? (int) arguments.integer(0) : 0;
                            int number = (int) arguments.integer(first);
                            String other = arguments.textOrNull(first + 1);
                            return context -> slotFigure(context, number, other, figure, at);
                        });
        for (int i = 0; i < NAMED_SLOTS && !figure.indexed(); i++) {
            int number = i;
            table.fetch("sc" + i + "_" + figure.name())
                    .takes(name)
                    .gives(SINT)
                    .compiledBy(
                            arguments -> {
                                String other = arguments.textOrNull(0);
                                return context -> slotFigure(context, number, other, figure, 0);
                            });
        }
    }

    private static void ofSource(FetchTable table, Figure figure) {
        Parameter index = required("idx", ArgumentType.INTEGER).within(0, MAX_ARRAY_INDEX);
        Parameter name = optional("table", ArgumentType.TABLE);
        table.fetch("src_" + figure.name())
                .takes(figure.indexed() ? new Parameter[] {index, name} : new Parameter[] {name})
                .gives(SINT)
                .reads(Requirement.CLIENT_CONNECTION)
                .compiledBy(
                        arguments -> {
                            int at = figure.indexed() ? (int) arguments.integer(0) : 0;
                            String wanted = arguments.textOrNull(figure.indexed() ? 1 : 0);
                            return context -> sourceFigure(context, wanted, figure, at);
                        });
    }

    private static void trackers(FetchTable table) {
        Parameter slot = required("ctr", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE);
        Parameter name = optional("table", ArgumentType.TABLE);
        table.fetch("sc_tracked")
                .takes(slot, name)
                .gives(BOOL)
                .compiledBy(
                        arguments -> {
                            Slot read =
                                    new Slot((int) arguments.integer(0), arguments.textOrNull(1));
                            return context -> Value.of(read.entry(context) != null);
                        });
        table.fetch("sc_trackers")
                .takes(slot, name)
                .gives(SINT)
                .compiledBy(
                        arguments -> {
                            Slot read =
                                    new Slot((int) arguments.integer(0), arguments.textOrNull(1));
                            return context -> trackersOf(read.entry(context));
                        });
        for (int i = 0; i < NAMED_SLOTS; i++) {
            int number = i;
            table.fetch("sc" + i + "_tracked")
                    .takes(name)
                    .gives(BOOL)
                    .compiledBy(
                            arguments -> {
                                Slot read = new Slot(number, arguments.textOrNull(0));
                                return context -> Value.of(read.entry(context) != null);
                            });
            table.fetch("sc" + i + "_trackers")
                    .takes(name)
                    .gives(SINT)
                    .compiledBy(
                            arguments -> {
                                Slot read = new Slot(number, arguments.textOrNull(0));
                                return context -> trackersOf(read.entry(context));
                            });
        }
    }

    private static void ofTable(FetchTable table, String name, ToLongFunction<TableView> figure) {
        table.fetch(name)
                .takes(optional("table", ArgumentType.TABLE))
                .gives(SINT)
                .compiledBy(
                        arguments -> {
                            Function<SampleContext, @Nullable TableView> find = tableOf(arguments);
                            return context -> {
                                TableView view = find.apply(context);
                                return view == null ? null : Value.of(figure.applyAsLong(view));
                            };
                        });
    }

    private static Function<SampleContext, @Nullable TableView> tableOf(Arguments arguments) {
        String name = arguments.textOrNull(0);
        return context -> table(context, name);
    }

    /** A slot and the other table, if any, to look its key up in. */
    private record Slot(int number, @Nullable String table) {

        @Nullable TableEntry entry(SampleContext context) {
            TrackedCounter tracked = context.tables().tracked(number);
            if (tracked == null || table == null) {
                return tracked == null ? null : tracked.entry();
            }
            TableView other = context.tables().table(table);
            return other == null ? null : other.lookup(tracked.key());
        }
    }

    private static @Nullable Value slotFigure(
            SampleContext context, int slot, @Nullable String table, Figure figure, int index) {
        TrackedCounter tracked = context.tables().tracked(slot);
        return tracked == null ? null : figure.of(new Slot(slot, table).entry(context), index);
    }

    private static @Nullable Value sourceFigure(
            SampleContext context, @Nullable String name, Figure figure, int index) {
        IpAddress source = context.clientConnection().source();
        TableView table = table(context, name);
        if (source == null || table == null) {
            return null;
        }
        Value key = Value.of(source);
        boolean makes = figure.use() == Use.INCREMENT;
        return figure.of(makes ? table.obtain(key) : table.lookup(key), index);
    }

    private static Value trackersOf(@Nullable TableEntry entry) {
        return Value.of(entry == null ? 0L : entry.trackers());
    }

    /** The table of this name, or that of the backend or else of the frontend at hand. */
    private static @Nullable TableView table(SampleContext context, @Nullable String name) {
        if (name != null) {
            return context.tables().table(name);
        }
        ProxyFacts backend = context.backend();
        TableView table = backend == null ? null : context.tables().table(backend.name());
        return table == null ? context.tables().table(context.frontend().name()) : table;
    }
}
