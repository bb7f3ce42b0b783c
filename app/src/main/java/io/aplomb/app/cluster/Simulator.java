package io.aplomb.app.cluster;

import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.rules.IsoTimes;
import io.aplomb.cluster.schedule.Decision;
import io.aplomb.cluster.schedule.Picture;
import io.aplomb.cluster.simulate.Change;
import io.aplomb.cluster.simulate.PlainText;
import io.aplomb.cluster.simulate.WhatIf;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs one simulation: reads the state, asks, writes the files asked for. For one thread. */
final class Simulator {
    private static final Map<SimulateOption, Change.What> CHANGES = changes();

    private final InputStream in;
    private final Supplier<Instant> clock;

    /**
     * @param in where {@code -p} reads from
     * @param clock for states without a date of their own
     */
    Simulator(InputStream in, Supplier<Instant> clock) {
        this.in = in;
        this.clock = clock;
    }

    /** The simulation cannot be done; the message says why, in one line or several. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** A state as it was read, and when it is. */
    record State(Element cib, WhatIf.Time time, String warnings) {}

    /**
     * What is to be printed.
     *
     * @param text for standard output
     * @param warnings for standard error
     */
    record Printed(String text, String warnings) {}

    Printed run(SimulateArguments arguments) throws Refused {
        refuseOtherForms(arguments);
        State state = read(arguments);
        WhatIf.Question question =
                new WhatIf.Question(
                        state.time(),
                        depth(arguments),
                        changes(arguments, state),
                        arguments.values(SimulateOption.OP_FAIL),
                        arguments.has(SimulateOption.SHOW_SCORES),
                        arguments.has(SimulateOption.SHOW_UTILIZATION));
        WhatIf.Answer answer = WhatIf.ask(state.cib(), question);
        if (!answer.problems().isEmpty()) {
            throw new Refused(String.join("\n", answer.problems()));
        }
        save(arguments, answer);
        return new Printed(text(arguments, answer), state.warnings());
    }

    private static void refuseOtherForms(SimulateArguments arguments) throws Refused {
        String form = arguments.value(SimulateOption.OUTPUT_AS).orElse("text");
        if (!form.equals("text")) {
            throw new Refused("--output-as=" + form + " is not written here; only text is");
        }
    }

    /** The state the arguments name. */
    State read(SimulateArguments arguments) throws Refused {
        Optional<String> file = arguments.value(SimulateOption.XML_FILE);
        if (file.isEmpty() && !arguments.has(SimulateOption.XML_PIPE)) {
            throw new Refused("name a state with -x FILE, or pass it with -p");
        }
        String name = file.orElse("(standard input)");
        Diagnostics diagnostics = new Diagnostics();
        Optional<Element> cib = CibReader.read(load(file), name, diagnostics);
        if (cib.isEmpty()) {
            throw new Refused(diagnostics.render().stripTrailing());
        }
        return new State(cib.get(), time(arguments, cib.get()), diagnostics.render());
    }

    private String load(Optional<String> file) throws Refused {
        try {
            return file.isPresent()
                    ? Files.readString(Path.of(file.get()))
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException unreadable) {
            throw new Refused("cannot read " + file.orElse("standard input") + why(unreadable));
        }
    }

    private static String why(Exception problem) {
        return switch (problem) {
            case java.nio.file.NoSuchFileException _ -> ": there is no such file";
            case java.nio.file.AccessDeniedException _ -> ": it may not be accessed";
            case java.nio.charset.MalformedInputException _ -> ": it is not UTF-8";
            default -> ": " + problem.getMessage();
        };
    }

    private WhatIf.Time time(SimulateArguments arguments, Element cib) throws Refused {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.get(), ZoneId.systemDefault());
        Optional<String> asked = arguments.value(SimulateOption.TIME);
        if (asked.isPresent()) {
            OffsetDateTime time =
                    IsoTimes.parse(asked.get(), now)
                            .orElseThrow(() -> new Refused(badTime(asked.get())));
            return new WhatIf.Time(time, WhatIf.Time.Origin.OPTION, asked);
        }
        String date = cib.attribute("execution-date");
        if (date == null) {
            return new WhatIf.Time(now, WhatIf.Time.Origin.CLOCK, Optional.empty());
        }
        try {
            OffsetDateTime time =
                    Instant.ofEpochSecond(Long.parseLong(date)).atOffset(ZoneOffset.UTC);
            return new WhatIf.Time(time, WhatIf.Time.Origin.STATE, Optional.empty());
        } catch (NumberFormatException | java.time.DateTimeException notSeconds) {
            throw new Refused("execution-date '" + date + "' is no number of seconds since 1970");
        }
    }

    private static String badTime(String text) {
        String asIso = text;
        try {
            asIso = Instant.ofEpochSecond(Long.parseLong(text)).toString();
        } catch (NumberFormatException | java.time.DateTimeException _) {
            return "'" + text + "' is no time; write it as 2026-01-31 12:00:00Z";
        }
        return "'" + text + "' is no time; did you mean '" + asIso + "'?";
    }

    private static WhatIf.Depth depth(SimulateArguments arguments) {
        if (arguments.has(SimulateOption.SIMULATE) || arguments.has(SimulateOption.IN_PLACE)) {
            return WhatIf.Depth.SIMULATE;
        }
        boolean decides =
                arguments.has(SimulateOption.RUN)
                        || arguments.has(SimulateOption.SHOW_SCORES)
                        || arguments.has(SimulateOption.SHOW_UTILIZATION)
                        || arguments.has(SimulateOption.SAVE_GRAPH)
                        || arguments.has(SimulateOption.SAVE_DOT);
        return decides ? WhatIf.Depth.DECIDE : WhatIf.Depth.STATUS;
    }

    private static Map<SimulateOption, Change.What> changes() {
        Map<SimulateOption, Change.What> changes = new LinkedHashMap<>();
        changes.put(SimulateOption.QUORUM, Change.What.QUORUM);
        changes.put(SimulateOption.WATCHDOG, Change.What.WATCHDOG);
        changes.put(SimulateOption.NODE_UP, Change.What.NODE_UP);
        changes.put(SimulateOption.NODE_DOWN, Change.What.NODE_DOWN);
        changes.put(SimulateOption.NODE_FAIL, Change.What.NODE_FAIL);
        changes.put(SimulateOption.TICKET_GRANT, Change.What.TICKET_GRANT);
        changes.put(SimulateOption.TICKET_REVOKE, Change.What.TICKET_REVOKE);
        changes.put(SimulateOption.TICKET_STANDBY, Change.What.TICKET_STANDBY);
        changes.put(SimulateOption.TICKET_ACTIVATE, Change.What.TICKET_ACTIVATE);
        changes.put(SimulateOption.OP_INJECT, Change.What.OPERATION);
        return changes;
    }

    private static List<Change> changes(SimulateArguments arguments, State state) throws Refused {
        List<Change> changes = new ArrayList<>();
        CHANGES.forEach(
                (option, what) ->
                        arguments
                                .values(option)
                                .forEach(subject -> changes.add(new Change(what, subject))));
        for (String resource : arguments.values(SimulateOption.RESOURCE_FAIL)) {
            changes.addAll(failuresOf(resource, state));
        }
        return changes;
    }

    private static List<Change> failuresOf(String resource, State state) throws Refused {
        List<Change> changes = new ArrayList<>();
        for (Picture.Copy copy : Picture.of(state.cib(), state.time().now()).copies()) {
            if (!copy.id().equals(resource) && !copy.resource().equals(resource)) {
                continue;
            }
            for (String node : copy.nodes()) {
                String what = copy.resource() + "_monitor_" + copy.monitorMs();
                changes.add(new Change(Change.What.OPERATION, what + '@' + node + "=1"));
            }
        }
        if (changes.isEmpty()) {
            throw new Refused(
                    "no resource '" + resource + "' is active anywhere, so none can fail");
        }
        return changes;
    }

    private static void save(SimulateArguments arguments, WhatIf.Answer answer) throws Refused {
        Optional<Decision> decision = answer.decision();
        Optional<String> graph = arguments.value(SimulateOption.SAVE_GRAPH);
        if (graph.isPresent() && decision.isPresent()) {
            write(graph.get(), CibWriter.write(decision.get().graphXml()));
        }
        Optional<String> dot = arguments.value(SimulateOption.SAVE_DOT);
        if (dot.isPresent() && decision.isPresent()) {
            boolean all = arguments.has(SimulateOption.ALL_ACTIONS);
            write(dot.get(), decision.get().graphDot(all));
        }
        Optional<String> input = arguments.value(SimulateOption.SAVE_INPUT);
        if (input.isPresent()) {
            write(input.get(), CibWriter.write(answer.input()));
        }
        Optional<String> output = arguments.value(SimulateOption.SAVE_OUTPUT);
        if (output.isPresent()) {
            write(output.get(), CibWriter.write(answer.output()));
        }
        Optional<String> file = arguments.value(SimulateOption.XML_FILE);
        if (arguments.has(SimulateOption.IN_PLACE) && file.isPresent()) {
            write(file.get(), CibWriter.write(answer.output()));
        }
    }

    /** Writes a file as UTF-8, over what is there. */
    static void write(String file, String text) throws Refused {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException | InvalidPathException unwritable) {
            throw new Refused("cannot write " + file + why(unwritable));
        }
    }

    private static String text(SimulateArguments arguments, WhatIf.Answer answer) {
        if (arguments.has(SimulateOption.QUIET)) {
            return answer.scores().isEmpty() ? "" : String.join("\n", answer.scores()) + '\n';
        }
        boolean plain =
                (arguments.has(SimulateOption.SHOW_SCORES)
                                || arguments.has(SimulateOption.SHOW_UTILIZATION))
                        && !arguments.has(SimulateOption.TEXT_FANCY);
        return plain ? PlainText.of(answer.text()) : answer.text();
    }
}
