package io.aplomb.control.guard;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.control.guard.GuardSettings.SelfFence;
import io.aplomb.control.guard.GuardSettings.WatchdogSettings;
import io.aplomb.linux.netlink.RouteKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders as lines. What one writes the other reads. */
final class OrderText {

    private static final String CONFIGURE = "configure";
    private static final String LEASE = "lease";
    private static final String HOLD = "hold";
    private static final String RELEASE = "release";
    private static final String MARK = "mark";
    private static final String DONE = "done";

    private OrderText() {}

    static String write(GuardOrder order) {
        return switch (order) {
            case GuardOrder.Configure(GuardSettings settings) -> configure(settings).toString();
            case GuardOrder.Lease(long deadlineNs, LapsePolicy policy) ->
                    new Line.Builder(LEASE)
                            .add("until", deadlineNs)
                            .add("policy", policy.name().toLowerCase(Locale.ROOT))
                            .build()
                            .toString();
            case GuardOrder.Keep(Hold hold) -> hold(hold).toString();
            case GuardOrder.Release(String id) ->
                    new Line.Builder(RELEASE).add("id", id).build().toString();
            case GuardOrder.Mark(long number) ->
                    new Line.Builder(MARK).add("number", number).build().toString();
            case GuardOrder.Done _ -> DONE;
        };
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException for what is none
     */
    static GuardOrder read(String text) {
        Line line = Line.parse(text);
        Line.Reader words = new Line.Reader(line);
        return switch (line.verb()) {
            case CONFIGURE -> new GuardOrder.Configure(settings(words));
            case LEASE ->
                    new GuardOrder.Lease(
                            words.next("until").longNumber(),
                            LapsePolicy.valueOf(
                                    words.next("policy").value().toUpperCase(Locale.ROOT)));
            case HOLD -> new GuardOrder.Keep(hold(words));
            case RELEASE -> new GuardOrder.Release(words.next("id").value());
            case MARK -> new GuardOrder.Mark(words.next("number").longNumber());
            case DONE -> new GuardOrder.Done();
            default -> throw new IllegalArgumentException("no order: " + line.verb());
        };
    }

    private static Line configure(GuardSettings settings) {
        Line.Builder line = new Line.Builder(CONFIGURE).add("margin", settings.stopMarginMs());
        settings.watchdog()
                .ifPresent(
                        watchdog ->
                                line.add("watchdog", watchdog.device())
                                        .add("timeout", watchdog.timeoutS()));
        for (SelfFence way : settings.selfFence()) {
            switch (way) {
                case SelfFence.MagicKey(char key) -> line.add("key", key);
                case SelfFence.Program(List<String> words) -> {
                    line.add("program", words.size());
                    words.forEach(word -> line.add("arg", word));
                }
            }
        }
        return line.build();
    }

    private static GuardSettings settings(Line.Reader words) {
        long marginMs = words.next("margin").longNumber();
        Optional<WatchdogSettings> watchdog = Optional.empty();
        List<SelfFence> ways = new ArrayList<>();
        while (words.more()) {
            Line.Word word = words.next();
            switch (word.key()) {
                case "watchdog" ->
                        watchdog =
                                Optional.of(
                                        new WatchdogSettings(
                                                Path.of(word.value()),
                                                words.next("timeout").number()));
                case "key" -> ways.add(new SelfFence.MagicKey(word.value().charAt(0)));
                case "program" -> ways.add(new SelfFence.Program(arguments(words, word.number())));
                default -> throw unexpected(word);
            }
        }
        return new GuardSettings(marginMs, ways, watchdog);
    }

    private static List<String> arguments(Line.Reader words, int count) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(words.next("arg").value());
        }
        return arguments;
    }

    private static Line hold(Hold hold) {
        Line.Builder line = new Line.Builder(HOLD).add("id", hold.id());
        hold.needs().stream().sorted().forEach(need -> line.add("need", need));
        for (Hold.Removal removal : hold.removals()) {
            switch (removal) {
                case Hold.Address(IpAddress ip, String device) ->
                        line.add("address", ip).add("device", device);
                case Hold.RouteRemoval(RouteKey route) ->
                        line.add("route", route.destination())
                                .add("kind", route.kind())
                                .add("table", route.table())
                                .add("tos", route.tos())
                                .add("metric", route.metric())
                                .add("protocol", route.protocol());
            }
        }
        hold.stop().forEach(step -> step("stop", step, line));
        hold.demote().forEach(step -> step("demote", step, line));
        return line.build();
    }

    private static void step(String what, Step step, Line.Builder line) {
        switch (step) {
            case Step.Command(
                            List<String> words,
                            Map<String, String> environment,
                            long limitMs) -> {
                line.add(what, "command").add("limit", limitMs).add("words", words.size());
                words.forEach(word -> line.add("arg", word));
                line.add("variables", environment.size());
                environment.forEach((name, value) -> line.add("name", name).add("value", value));
            }
            case Step.Kill(Step.Target target, long graceMs, long limitMs) -> {
                line.add(what, "kill").add("limit", limitMs).add("grace", graceMs);
                switch (target) {
                    case Step.Group(int leader, long start) ->
                            line.add("group", leader).add("start", start);
                    case Step.Session(int leader, long start) ->
                            line.add("session", leader).add("start", start);
                    case Step.ControlGroup(String path) -> line.add("cgroup", path);
                    case Step.PidFile(String path) -> line.add("pidfile", path);
                }
            }
        }
    }

    private static Hold hold(Line.Reader words) {
        String id = words.next("id").value();
        Set<String> needs = new LinkedHashSet<>();
        List<Hold.Removal> removals = new ArrayList<>();
        List<Step> stop = new ArrayList<>();
        List<Step> demote = new ArrayList<>();
        while (words.more()) {
            Line.Word word = words.next();
            switch (word.key()) {
                case "need" -> needs.add(word.value());
                case "address" ->
                        removals.add(
                                new Hold.Address(
                                        address(word.value()), words.next("device").value()));
                case "route" -> removals.add(new Hold.RouteRemoval(route(word.value(), words)));
                case "stop" -> stop.add(step(word, words));
                case "demote" -> demote.add(step(word, words));
                default -> throw unexpected(word);
            }
        }
        return new Hold(id, needs, removals, stop, demote);
    }

    private static Step step(Line.Word kind, Line.Reader words) {
        long limitMs = words.next("limit").longNumber();
        return switch (kind.value()) {
            case "command" -> {
                List<String> arguments = arguments(words, words.next("words").number());
                Map<String, String> environment = new LinkedHashMap<>();
                int variables = words.next("variables").number();
                for (int i = 0; i < variables; i++) {
                    String name = words.next("name").value();
                    environment.put(name, words.next("value").value());
                }
                yield new Step.Command(arguments, environment, limitMs);
            }
            case "kill" -> {
                long graceMs = words.next("grace").longNumber();
                yield new Step.Kill(target(words.next(), words), graceMs, limitMs);
            }
            default -> throw unexpected(kind);
        };
    }

    private static Step.Target target(Line.Word word, Line.Reader words) {
        return switch (word.key()) {
            case "group" -> new Step.Group(word.number(), words.next("start").longNumber());
            case "session" -> new Step.Session(word.number(), words.next("start").longNumber());
            case "cgroup" -> new Step.ControlGroup(word.value());
            case "pidfile" -> new Step.PidFile(word.value());
            default -> throw unexpected(word);
        };
    }

    private static RouteKey route(String destination, Line.Reader words) {
        IpNetwork network = IpNetwork.parse(destination);
        if (network == null) {
            throw new IllegalArgumentException("no network: " + destination);
        }
        int kind = words.next("kind").number();
        long table = words.next("table").longNumber();
        int tos = words.next("tos").number();
        long metric = words.next("metric").longNumber();
        return new RouteKey(kind, network, table, tos, metric, words.next("protocol").number());
    }

    private static IpAddress address(String text) {
        IpAddress ip = IpAddress.parse(text);
        if (ip == null) {
            throw new IllegalArgumentException("no address: " + text);
        }
        return ip;
    }

    private static IllegalArgumentException unexpected(Line.Word word) {
        return new IllegalArgumentException("unexpected " + word.key() + "=" + word.value());
    }
}
