package io.aplomb.cluster.explain;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.cluster.schedule.Account;
import io.aplomb.cluster.schedule.Contribution;
import io.aplomb.cluster.schedule.Decision;
import io.aplomb.cluster.schedule.Scheduler;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a resource is where it is, or what runs on a node and what could not; told from what the
 * scheduler noted while it decided. What would change it is tried, by deciding again.
 */
public final class Explanation {

    /** More suggestions than these nobody reads. */
    private static final int MOST_CHANGES = 12;

    private final Element cib;
    private final OffsetDateTime now;
    private final Decision decision;
    private final Language language;
    private final StringBuilder text = new StringBuilder();

    private Explanation(Element cib, OffsetDateTime now, Language language) {
        this.cib = cib;
        this.now = now;
        this.decision = Scheduler.decide(cib, now);
        this.language = language;
    }

    /** The text about a resource or a node; empty where there is none of that name. */
    public static Optional<String> of(
            Element cib, OffsetDateTime now, String name, Language language) {
        Explanation explanation = new Explanation(cib, now, language);
        Optional<Account> account = explanation.decision.account(name);
        if (account.isPresent()) {
            explanation.resource(name, account.get());
            return Optional.of(explanation.text.toString());
        }
        for (Account.Machine machine : explanation.decision.machines()) {
            if (machine.name().equals(name)) {
                explanation.node(machine);
                return Optional.of(explanation.text.toString());
            }
        }
        return Optional.empty();
    }

    private void line(String indent, String english, String french) {
        text.append(indent).append(new Phrase(english, french).in(language)).append('\n');
    }

    private void resource(String name, Account account) {
        where(name, account);
        if (!decision.hasQuorum()) {
            line("", "The cluster has no quorum.", "Le cluster n'a pas le quorum.");
        }
        if (account.wantedStopped()) {
            line("", "It shall be stopped (target-role).", "Elle doit être arrêtée (target-role).");
        }
        if (!account.managed()) {
            line(
                    "",
                    "It is not managed: the cluster leaves it as it is.",
                    "Elle n'est pas gérée : le cluster la laisse comme elle est.");
        }
        if (account.blocked()) {
            line(
                    "",
                    "It is blocked: after a failure nothing is done until somebody cleans up.",
                    "Elle est bloquée : après un échec, rien n'est fait avant un nettoyage.");
        }
        account.places().forEach(place -> place(account, place));
        changes(name, account);
    }

    private static String list(List<String> nodes) {
        return String.join(", ", nodes);
    }

    private void where(String name, Account account) {
        String next = list(account.next());
        String now = list(account.now());
        if (account.next().isEmpty()) {
            line("", name + " runs nowhere.", name + " ne s'exécute nulle part.");
        } else if (account.next().equals(account.now())) {
            line(
                    "",
                    name + " is on " + next + " and stays there.",
                    name + " est sur " + next + " et y reste.");
        } else if (account.now().isEmpty()) {
            line("", name + " starts on " + next + ".", name + " démarre sur " + next + ".");
        } else {
            line(
                    "",
                    name + " goes from " + now + " to " + next + ".",
                    name + " va de " + now + " à " + next + ".");
        }
    }

    private void place(Account account, Account.Place place) {
        boolean chosen = account.next().contains(place.machine().name());
        boolean possible = place.machine().available() && place.score() >= 0;
        Phrase verdict =
                chosen
                        ? new Phrase("chosen", "choisi")
                        : possible
                                ? new Phrase("possible, not chosen", "possible, non choisi")
                                : new Phrase("not possible", "impossible");
        String score = Scores.print(place.score());
        line(
                "  ",
                place.machine().name() + ": " + verdict.english() + ", score " + score,
                place.machine().name() + " : " + verdict.french() + ", score " + score);
        for (Phrase reason : Reasons.of(place)) {
            line("    - ", reason.english(), reason.french());
        }
    }

    /** Tries what could be done, and tells what would help. */
    private void changes(String name, Account account) {
        List<Phrase> told = new ArrayList<>();
        for (Change change : possible(name, account).values()) {
            Optional<Account> then =
                    Scheduler.decide(change.effect().apply(cib), now).account(name);
            then.filter(after -> !after.next().equals(account.next()))
                    .ifPresent(after -> told.add(outcome(change, after)));
        }
        if (told.isEmpty()) {
            return;
        }
        line("", "What would change it:", "Ce qui y changerait quelque chose :");
        told.forEach(each -> line("  - ", each.english(), each.french()));
    }

    private static Phrase outcome(Change change, Account after) {
        String next = list(after.next());
        return new Phrase(
                change.done().english()
                        + (next.isEmpty() ? " it would stop" : " it would be on " + next)
                        + ": "
                        + change.command(),
                change.done().french()
                        + (next.isEmpty() ? " elle s'arrêterait" : " elle serait sur " + next)
                        + " : "
                        + change.command());
    }

    /** By command, so that nothing is said twice. */
    private static Map<String, Change> possible(String name, Account account) {
        List<Change> all = new ArrayList<>();
        if (account.wantedStopped()) {
            all.add(Change.started(name));
        }
        if (!account.managed()) {
            all.add(Change.managed(name));
        }
        for (Account.Place place : account.places()) {
            String node = place.machine().name();
            if (place.machine().standby() && !place.machine().pending()) {
                all.add(Change.unstandby(node));
            }
            if (place.machine().maintenance()) {
                all.add(Change.endMaintenance(node));
            }
            place.contributions().forEach(each -> undo(each, node).ifPresent(all::add));
        }
        Map<String, Change> byCommand = new LinkedHashMap<>();
        for (Change change : all) {
            if (byCommand.size() < MOST_CHANGES) {
                byCommand.putIfAbsent(change.command(), change);
            }
        }
        return byCommand;
    }

    private static Optional<Change> undo(Contribution each, String node) {
        return switch (each.cause()) {
            case LOCATION, COLOCATION -> Optional.of(Change.withoutConstraint(each.name()));
            case FAILURES ->
                    Optional.of(Change.cleanup(each.name().replaceAll(":\\d+$", ""), node));
            case TICKET -> Optional.of(Change.granted(each.name()));
            case HEALTH, STICKINESS, FOLLOWER, CAPACITY, SHUTDOWN_LOCK -> Optional.empty();
        };
    }

    private void node(Account.Machine machine) {
        String name = machine.name();
        List<Phrase> state = Reasons.ofMachine(machine);
        if (state.isEmpty()) {
            line("", name + " is online.", name + " est en ligne.");
        } else {
            Phrase all = Phrase.joined(", ", state);
            line("", name + ": " + all.english() + ".", name + " : " + all.french() + ".");
        }
        if (!machine.fencedFor().isEmpty()) {
            line(
                    "",
                    "It is fenced: " + machine.fencedFor() + ".",
                    "Il est isolé (fencing) : " + machine.fencedFor() + ".");
        }
        for (Account account : decision.accounts()) {
            for (Account.Place place : account.places()) {
                if (place.machine().name().equals(name)) {
                    onNode(account, place);
                }
            }
        }
    }

    private void onNode(Account account, Account.Place place) {
        boolean now = account.now().contains(place.machine().name());
        boolean next = account.next().contains(place.machine().name());
        Phrase what =
                next
                        ? now
                                ? new Phrase("stays here", "reste ici")
                                : new Phrase("comes here", "vient ici")
                        : now
                                ? new Phrase("leaves", "part d'ici")
                                : place.score() < 0
                                        ? new Phrase("may not be here", "ne peut être ici")
                                        : new Phrase("is elsewhere", "est ailleurs");
        List<Phrase> reasons = new ArrayList<>(Reasons.of(place));
        reasons.removeAll(Reasons.ofMachine(place.machine()));
        Phrase why = Phrase.joined("; ", reasons);
        boolean silent = reasons.isEmpty();
        line(
                "  ",
                account.id() + " " + what.english() + (silent ? "" : ": " + why.english()),
                account.id() + " " + what.french() + (silent ? "" : " : " + why.french()));
    }
}
