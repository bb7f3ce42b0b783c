package io.aplomb.proxy.stick;

import io.aplomb.sample.Value;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands {@code show table}, {@code clear table} and {@code set table} of the runtime socket
 * (management manual 9.3), with HAProxy's answers.
 *
 * <p>Any thread. The words are those after "show table" and so on; the answer ends with a line end
 * or is empty.
 */
public final class TableCommands {

    /** HAProxy reads at most this many data conditions. */
    private static final int MAX_CONDITIONS = 4;

    private static final String NO_TABLE = "No such table\n";
    private static final String NO_KEY = "Key value expected\n";
    private static final String BAD_KEY = "Invalid key\n";
    private static final String DATA_PREFIX = "data.";

    private final Collection<StickTable> tables;

    /** Commands about these tables. */
    public TableCommands(Collection<StickTable> tables) {
        this.tables = tables;
    }

    /** {@code show table [<name> [key <key> | data.<type> <operator> <value> ...]]}. */
    public String show(List<String> words) {
        if (words.isEmpty()) {
            var text = new StringBuilder();
            tables.forEach(table -> text.append(table.header()));
            return text.toString();
        }
        StickTable table = table(words.getFirst());
        if (table == null) {
            return NO_TABLE;
        }
        if (words.size() > 1 && words.get(1).equals("key")) {
            return showKey(table, words);
        }
        return switch (filter(table, words, "show")) {
            case Parsed.Wrong(String message) -> message;
            case Parsed.Right(EntryFilter filter) -> table.header() + table.lines(filter);
        };
    }

    private static String showKey(StickTable table, List<String> words) {
        if (words.size() < 3) {
            return NO_KEY;
        }
        Value key = table.key(words.get(2));
        if (key == null) {
            return BAD_KEY;
        }
        String line = table.line(key);
        return line == null ? "" : table.header() + line;
    }

    /** {@code clear table <name> [key <key> | data.<type> <operator> <value> ...]}. */
    public String clear(List<String> words) {
        if (words.isEmpty()) {
            return "Required arguments: <table> key <key> or <table> data.<type> <operator> <value>\n";
        }
        StickTable table = table(words.getFirst());
        if (table == null) {
            return NO_TABLE;
        }
        if (words.size() > 1 && words.get(1).equals("key")) {
            return clearKey(table, words);
        }
        return switch (filter(table, words, "clear")) {
            case Parsed.Wrong(String message) -> message;
            case Parsed.Right(EntryFilter filter) -> {
                table.removeAll(filter);
                yield "";
            }
        };
    }

    private static String clearKey(StickTable table, List<String> words) {
        if (words.size() < 3) {
            return NO_KEY;
        }
        Value key = table.key(words.get(2));
        if (key == null) {
            return BAD_KEY;
        }
        return switch (table.remove(key)) {
            case REMOVED, ABSENT -> "";
            case IN_USE -> "Entry currently in use, cannot remove\n";
        };
    }

    /** {@code set table <name> key <key> [data.<type> <value>] ...}. */
    public String set(List<String> words) {
        if (words.size() < 2) {
            return "Required arguments: <table> key <key> [data.<store_data_type> <value>]*\n";
        }
        StickTable table = table(words.getFirst());
        if (table == null) {
            return NO_TABLE;
        }
        if (!words.get(1).equals("key")) {
            return "Required arguments: <table> key <key> [data.<store_data_type> <value>]*\n";
        }
        if (words.size() < 3) {
            return NO_KEY;
        }
        Value key = table.key(words.get(2));
        if (key == null) {
            return BAD_KEY;
        }
        var assignments = new ArrayList<Assignment>();
        String problem = assignments(table, words, assignments);
        return problem == null ? store(table, key, assignments) : problem;
    }

    private record Assignment(TableDataType type, long value) {}

    private static @Nullable String assignments(
            StickTable table, List<String> words, List<Assignment> into) {
        for (int at = 3; at < words.size(); at += 2) {
            if (!words.get(at).startsWith(DATA_PREFIX)) {
                return "\"data.<type>\" followed by a value expected\n";
            }
            TableDataType type = dataType(words.get(at));
            if (type == null) {
                return "Unknown data type\n";
            }
            if (!table.stores(type)) {
                return "Data type not stored in this table\n";
            }
            Long value = at + 1 < words.size() ? number(words.get(at + 1)) : null;
            if (value == null) {
                return "Require a valid integer value to store\n";
            }
            into.add(new Assignment(type, value));
        }
        return null;
    }

    private static String store(StickTable table, Value key, List<Assignment> assignments) {
        TableEntry entry = table.obtain(key);
        if (entry == null) {
            return "Unable to allocate a new entry\n";
        }
        for (Assignment assignment : assignments) {
            table.store(entry, assignment.type(), 0, assignment.value());
        }
        return "";
    }

    private sealed interface Parsed {
        record Right(EntryFilter filter) implements Parsed {}

        record Wrong(String message) implements Parsed {}
    }

    private static Parsed filter(StickTable table, List<String> words, String verb) {
        var conditions = new ArrayList<EntryFilter.Condition>();
        for (int at = 1; at < words.size(); at += 3) {
            if (!words.get(at).startsWith(DATA_PREFIX)) {
                return new Parsed.Wrong(
                        "Optional argument only supports \"data.<store_data_type>\" <operator>"
                                + " <value> and key <key>\n");
            }
            String where = "Filter entry #" + (conditions.size() + 1) + ": ";
            TableDataType type = dataType(words.get(at));
            if (type == null) {
                return new Parsed.Wrong(where + "Unknown data type\n");
            }
            if (!table.stores(type)) {
                return new Parsed.Wrong(where + "Data type not stored in this table\n");
            }
            EntryFilter.Operator operator =
                    at + 1 < words.size() ? EntryFilter.Operator.of(words.get(at + 1)) : null;
            if (operator == null) {
                return new Parsed.Wrong(
                        where
                                + "Require and operator among \"eq\", \"ne\", \"le\", \"ge\","
                                + " \"lt\", \"gt\"\n");
            }
            Long value = at + 2 < words.size() ? number(words.get(at + 2)) : null;
            if (value == null) {
                return new Parsed.Wrong(
                        where + "Require a valid integer value to compare against\n");
            }
            if (conditions.size() == MAX_CONDITIONS) {
                return new Parsed.Wrong("Too many filter entries for " + verb + " table\n");
            }
            conditions.add(new EntryFilter.Condition(type, operator, value));
        }
        return new Parsed.Right(new EntryFilter(conditions));
    }

    private @Nullable StickTable table(String name) {
        for (StickTable table : tables) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        return null;
    }

    private static @Nullable TableDataType dataType(String word) {
        return TableDataType.of(word.substring(DATA_PREFIX.length()));
    }

    private static @Nullable Long number(String word) {
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
