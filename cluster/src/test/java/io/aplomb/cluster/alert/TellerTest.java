package io.aplomb.cluster.alert;

import static io.aplomb.cluster.alert.CausesTest.done;
import static io.aplomb.cluster.alert.CausesTest.failed;
import static io.aplomb.cluster.alert.CausesTest.lost;
import static io.aplomb.cluster.alert.CausesTest.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.alert.Happening.Operated;
import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Message.Status;
import io.aplomb.cluster.alert.Selection.Sort;
import io.aplomb.cluster.alert.Teller.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is told what, and when. */
class TellerTest {
    private static final Selection USUAL =
            new Selection(Set.of(Sort.NODE, Sort.FENCING, Sort.RESOURCE), Set.of());
    private static final Recipient SCRIPT = recipient("script", false, USUAL);
    private static final Recipient MAIL = recipient("mail", true, USUAL);
    private static final Situation ALL =
            new Situation() {
                @Override
                public boolean isMember(String node) {
                    return true;
                }

                @Override
                public boolean isWanted(String resource) {
                    return true;
                }

                @Override
                public Set<String> needs(String resource) {
                    return Set.of();
                }
            };

    private final List<Recipient> recipients = new ArrayList<>();
    private Bulletin bulletin = Bulletin.EMPTY;
    private Teller teller = new Teller();
    private long nowNs = 5_000_000_000L;

    private static Recipient recipient(String key, boolean byCause, Selection selection) {
        return new Recipient(key, "/script", "", Map.of(), selection, 1, "%H", byCause);
    }

    private void recipients(Recipient... all) {
        recipients.addAll(List.of(all));
        bulletin =
                bulletin.forRecipients(
                        Set.copyOf(recipients.stream().map(Recipient::key).toList()));
    }

    private void happens(Happening... all) {
        for (Happening what : all) {
            bulletin = Causes.noted(bulletin, what, 1, ALL);
        }
    }

    private List<Delivery> next() {
        return teller.next(bulletin, recipients, nowNs);
    }

    private Delivery only() {
        List<Delivery> all = next();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<Delivery> after(long ns) {
        nowNs += ns;
        return next();
    }

    @Test
    void whoWantsEvents_getsEachByItself_inOrder_oneAfterTheOther() {
        recipients(SCRIPT);
        happens(done("vip", "stop", "n1"), done("vip", "start", "n2"));

        Delivery first = only();
        assertThat(first.messages().getFirst().head().number()).isEqualTo(1);
        assertThat(next()).as("one at a time").isEmpty();
        teller.finished(first);
        Delivery second = only();
        assertThat(second.messages().getFirst().head().number()).isEqualTo(2);
        teller.finished(second);
        assertThat(next()).isEmpty();
        assertThat(teller.untold(bulletin)).isEqualTo(Map.of("script", 2L));
    }

    @Test
    void whoWantsEvents_isNotToldOfTurns_norOfIdleProbes() {
        recipients(SCRIPT);
        happens(
                new Operated("n1", "vip", "monitor", 0, 7, 0, 7, 3, ""),
                failed("vip", "monitor", 10_000, "n1"),
                done("vip", "start", "n1"));
        assertThat(bulletin.last()).as("with a turn").isEqualTo(4);

        List<Long> told = new ArrayList<>();
        for (List<Delivery> found = next(); !found.isEmpty(); found = next()) {
            told.add(found.getFirst().messages().getFirst().head().number());
            teller.finished(found.getFirst());
        }

        assertThat(told).containsExactly(2L, 3L);
        assertThat(teller.untold(bulletin)).isEqualTo(Map.of("script", 4L));
    }

    @Test
    void cause_isToldAtOnce_andWhatComesOfItInOneMessageWhenAllIsQuiet() {
        recipients(MAIL);
        happens(lost("n3", new Ran("vip", false)));

        Delivery alarm = only();
        assertThat(alarm.messages()).extracting(Message::status).containsExactly(Status.ALARM);
        teller.finished(alarm);
        happens(done("cache", "stop", "n1"), done("vip", "start", "n1"));
        assertThat(next()).isEmpty();
        assertThat(after(Teller.QUIET_NS - 1)).isEmpty();
        Message story = after(1).getFirst().messages().getFirst();
        assertThat(story.status()).isEqualTo(Status.RESTORED);
        assertThat(story.incident()).isEqualTo(1);
        assertThat(story.news()).hasSize(3);
    }

    @Test
    void nodeThatComesBack_andWhatMovesBack_areOneMessage() {
        recipients(MAIL);
        happens(lost("n3"));
        teller.finished(only());
        happens(there("n3"), done("vip", "stop", "n1"), done("vip", "start", "n3"));
        next();

        List<Message> told = after(Teller.QUIET_NS).getFirst().messages();

        assertThat(told).extracting(Message::status).containsExactly(Status.RECOVERED);
        assertThat(told.getFirst().news()).hasSize(4);
    }

    @Test
    void consequencesWithoutAnEnd_areToldAfterAWhile() {
        recipients(MAIL);
        happens(lost("n3", new Ran("vip", false)));
        teller.finished(only());
        happens(done("cache", "stop", "n1"));
        next();

        assertThat(after(Teller.LONGEST_NS)).isEmpty();
        List<Message> told = after(Teller.UNFINISHED_NS).getFirst().messages();
        assertThat(told).extracting(Message::status).containsExactly(Status.UPDATE);
    }

    @Test
    void whatHappenedBeforeACause_isToldBeforeIt() {
        recipients(MAIL);
        happens(done("cache", "stop", "n1"), lost("n3"));

        Delivery first = only();
        assertThat(first.messages()).extracting(Message::status).containsExactly(Status.NOTICE);
        teller.finished(first);
        assertThat(only().messages()).extracting(Message::status).containsExactly(Status.ALARM);
    }

    @Test
    void twoCauses_areTwoAlarms_andTheirStoriesTwoMessages() {
        recipients(MAIL);
        happens(lost("n2", new Ran("a", false)), lost("n3", new Ran("b", false)));
        teller.finished(only());
        teller.finished(only());
        happens(done("a", "start", "n1"), done("b", "start", "n1"));
        next();

        assertThat(after(Teller.QUIET_NS).getFirst().messages())
                .extracting(Message::incident)
                .containsExactly(1L, 2L);
    }

    @Test
    void selection_isThatOfTheCause_forWhoWantsCauses() {
        recipients(recipient("nodes", true, new Selection(Set.of(Sort.NODE), Set.of())));
        happens(failed("cache", "monitor", 10_000, "n1"), lost("n3", new Ran("vip", false)));

        Delivery alarm = only();
        assertThat(alarm.messages().getFirst().incident()).isEqualTo(2);
        teller.finished(alarm);
        happens(done("vip", "start", "n1"));
        next();
        assertThat(after(Teller.QUIET_NS).getFirst().messages().getFirst().news()).hasSize(2);
    }

    @Test
    void slowRecipient_doesNotKeepOthersWaiting() {
        recipients(SCRIPT, MAIL);
        happens(lost("n3"));
        List<Delivery> both = next();
        assertThat(both).hasSize(2);

        happens(lost("n2"));
        teller.finished(both.get(1));

        assertThat(only().recipient()).isEqualTo(MAIL);
    }

    @Test
    void newLeader_tellsWhatIsNotAgreedToBeTold() {
        recipients(SCRIPT, MAIL);
        happens(lost("n3"), lost("n2"));
        next().forEach(teller::finished);
        bulletin = bulletin.told(teller.untold(bulletin));
        next().forEach(teller::finished);

        teller = new Teller();

        assertThat(next())
                .extracting(Delivery::upTo)
                .as("what the old one told last is told twice, nothing before it")
                .containsExactly(2L, 2L);
    }

    @Test
    void givenUp_isToldAgain() {
        recipients(SCRIPT);
        happens(lost("n3"));
        Delivery delivery = only();

        teller.givenUp(delivery);

        assertThat(only()).isEqualTo(delivery);
    }

    @Test
    void recipientsThatAreDisabled_holdNothingBack() {
        recipients(SCRIPT, MAIL);
        recipients.remove(MAIL);
        happens(lost("n3"));
        teller.finished(only());
        next();

        bulletin = bulletin.told(teller.untold(bulletin));

        assertThat(bulletin.waiting()).isEmpty();
    }
}
