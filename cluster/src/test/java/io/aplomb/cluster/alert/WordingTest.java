package io.aplomb.cluster.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Happening.Turn;
import io.aplomb.cluster.alert.Happening.Turned;
import io.aplomb.cluster.alert.Message.Status;
import io.aplomb.cluster.explain.Language;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages as people read them. */
class WordingTest {
    private static final Wording ENGLISH = new Wording(Language.ENGLISH, ZoneId.of("UTC"));
    private static final Wording FRENCH = new Wording(Language.FRENCH, ZoneId.of("UTC"));
    private static final News CAUSE =
            new News(
                    42,
                    1_795_298_218_599L,
                    CausesTest.lost("n3", new Ran("vip", false), new Ran("db", true)),
                    42);
    private static final Message ALARM = Message.of(CAUSE);
    private static final Message RESTORED =
            new Message(
                    Status.RESTORED,
                    42,
                    List.of(
                            new News(
                                    43,
                                    CAUSE.atMs() + 400,
                                    CausesTest.done("vip", "start", "n1"),
                                    42),
                            new News(
                                    44,
                                    CAUSE.atMs() + 412,
                                    new Turned(
                                            Turn.RESTORED, Incident.Kind.NODE, "n3", CAUSE.atMs()),
                                    42)));

    @Test
    void alarm_inEnglish() {
        assertThat(ENGLISH.subject(ALARM)).isEqualTo("ALARM: node n3 is lost (it is silent)");
        assertThat(ENGLISH.text(ALARM, "shop", "n1"))
                .isEqualTo(
                        """
                        2026-11-21
                        21:56:58.599  node n3 is lost (it is silent)

                        What ran there and nowhere else: db (promoted), vip

                        Incident 42. Cluster shop, told by n1.
                        """);
    }

    @Test
    void restored_inEnglish() {
        assertThat(ENGLISH.subject(RESTORED))
                .isEqualTo("restored: all that ran on n3 alone runs elsewhere, after 0.412 s");
        assertThat(ENGLISH.text(RESTORED, "shop", "n1"))
                .contains("21:56:58.999  vip: start on n1 done in 20 ms\n");
    }

    @Test
    void alarm_inFrench() {
        assertThat(FRENCH.subject(ALARM)).isEqualTo("ALERTE : le nœud n3 est perdu (il se tait)");
        assertThat(FRENCH.text(ALARM, "shop", "n1"))
                .contains("Ce qui tournait là et nulle part ailleurs : db (promue), vip")
                .contains("Grappe shop, annoncé par n1.");
        assertThat(FRENCH.subject(RESTORED)).contains("après 0,412 s");
    }

    @Test
    void notice_ofSeveral_saysHowMany() {
        News one = new News(1, 0, CausesTest.done("vip", "stop", "n1"), 0);
        News two = new News(2, 0, CausesTest.done("vip", "start", "n2"), 0);

        assertThat(ENGLISH.subject(new Message(Status.NOTICE, 0, List.of(one, two))))
                .isEqualTo("notice: vip: stop on n1 done in 20 ms (and 1 more)");
    }

    @Test
    void failure_saysWhatItCameTo() {
        News failure = new News(1, 0, CausesTest.failed("vip", "monitor", 10_000, "n1"), 1);

        assertThat(ENGLISH.line(failure)).isEqualTo("vip: monitor on n1 failed: not running");
        assertThat(FRENCH.line(failure)).isEqualTo("vip : monitor sur n1 en échec : not running");
    }

    @Test
    void language_isEnglishUnlessFrenchIsAskedFor() {
        assertThat(Wording.language("fr_FR")).isEqualTo(Language.FRENCH);
        assertThat(Wording.language("de")).isEqualTo(Language.ENGLISH);
    }
}
