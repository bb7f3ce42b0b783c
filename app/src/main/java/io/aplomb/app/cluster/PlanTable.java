package io.aplomb.app.cluster;

import io.aplomb.cluster.simulate.LossPlan;
import java.util.ArrayList;
import java.util.List;

/** A plan of losses as a table that people read. Pure. */
final class PlanTable {
    private static final String GAP = "  ";

    /** Longer lists go on in the next line. */
    private static final int MAX_CELL_CHARS = 36;

    private final PlanWords words;

    private PlanTable(PlanWords words) {
        this.words = words;
    }

    static String of(LossPlan.Plan plan, boolean french) {
        return new PlanTable(french ? PlanWords.FRENCH : PlanWords.ENGLISH).text(plan);
    }

    private String text(LossPlan.Plan plan) {
        List<List<List<String>>> rows = new ArrayList<>();
        List<List<String>> titles = new ArrayList<>();
        words.titles().forEach(title -> titles.add(List.of(title)));
        rows.add(titles);
        plan.losses().forEach(loss -> rows.add(row(loss)));
        int[] widths = new int[titles.size()];
        for (List<List<String>> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                for (String line : row.get(i)) {
                    widths[i] = Math.max(widths[i], line.length());
                }
            }
        }
        StringBuilder text = new StringBuilder();
        append(rows.getFirst(), widths, text);
        List<List<String>> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add(List.of("-".repeat(width)));
        }
        append(rule, widths, text);
        rows.subList(1, rows.size()).forEach(row -> append(row, widths, text));
        text.append('\n').append(summary(plan)).append('\n');
        words.notes(plan.byUtilization()).forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private String summary(LossPlan.Plan plan) {
        long harmless = plan.losses().stream().filter(LossPlan.Loss::isHarmless).count();
        return words.summary().formatted(harmless, plan.losses().size());
    }

    private List<List<String>> row(LossPlan.Loss loss) {
        List<String> overloads = loss.overloads().stream().map(this::overload).toList();
        return List.of(
                List.of(String.join(" + ", loss.lost())),
                List.of(loss.quorumLost() ? words.lost() : words.kept()),
                List.of(words.fencing(loss.fencing())),
                cell(loss.stopped()),
                cell(overloads),
                cell(loss.twice()));
    }

    private String overload(LossPlan.Overload overload) {
        String kind = overload.kind().isEmpty() ? words.resources() : overload.kind();
        return "%s: %s %d > %d".formatted(overload.node(), kind, overload.used(), overload.limit());
    }

    /** Items one after the other, in lines that are not too long. */
    private static List<String> cell(List<String> items) {
        if (items.isEmpty()) {
            return List.of("-");
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String item : items) {
            if (!line.isEmpty() && line.length() + 2 + item.length() > MAX_CELL_CHARS) {
                lines.add(line.append(',').toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(item);
        }
        lines.add(line.toString());
        return lines;
    }

    private static void append(List<List<String>> row, int[] widths, StringBuilder text) {
        int height = row.stream().mapToInt(List::size).max().orElse(0);
        for (int y = 0; y < height; y++) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < widths.length; x++) {
                List<String> cell = row.get(x);
                String part = y < cell.size() ? cell.get(y) : "";
                line.append(part).repeat(' ', widths[x] - part.length()).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
