package io.aplomb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.History.Operation;
import io.aplomb.testkit.History.Operation.CompareAndSet;
import io.aplomb.testkit.History.Operation.PerhapsCompareAndSet;
import io.aplomb.testkit.History.Operation.Read;
import io.aplomb.testkit.History.Operation.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History();

    private void now(Operation operation) {
        history.answered("c", "r", history.moment(), operation);
    }

    @Test
    void oneAfterAnother_isJudgedByTheValue() {
        now(new Write("1"));
        now(new Read("1"));
        now(new CompareAndSet("1", "2", true));
        now(new CompareAndSet("1", "3", false));
        now(new Read("2"));
        assertThat(history.fault("")).isEmpty();
        now(new Read("1"));
        assertThat(history.fault(""))
                .hasValueSatisfying(fault -> assertThat(fault).contains("Read[value=1]"));
    }

    @Test
    void readOfTheOldValue_isRightOnlyWhileTheWriteIsUnderWay() {
        long write = history.moment();
        now(new Read(""));
        now(new Read("1"));
        history.answered("w", "r", write, new Write("1"));
        assertThat(history.fault("")).isEmpty();
        now(new Read(""));
        assertThat(history.fault("")).isPresent();
    }

    @Test
    void valueSeenAndThenNotSeen_isWrongEvenWhileTheWriteIsUnderWay() {
        long write = history.moment();
        now(new Read("1"));
        now(new Read(""));
        history.answered("w", "r", write, new Write("1"));
        assertThat(history.fault("")).isPresent();
    }

    @Test
    void unknownOutcome_mayBeSeenLateOrNever() {
        history.unknown("w", "r", history.moment(), new Write("1"));
        history.unknown("w", "r", history.moment(), new PerhapsCompareAndSet("1", "2"));
        now(new Read(""));
        assertThat(history.fault("")).isEmpty();
        now(new Read("2"));
        assertThat(history.fault("")).isEmpty();
        now(new Read("1"));
        assertThat(history.fault("")).isPresent();
    }

    @Test
    void unknownOutcome_isNotSeenBeforeItsCall() {
        now(new Read("1"));
        history.unknown("w", "r", history.moment(), new Write("1"));
        assertThat(history.fault("")).isPresent();
    }

    @Test
    void twoThatBothWon_isWrong() {
        long one = history.moment();
        long other = history.moment();
        history.answered("a", "r", one, new CompareAndSet("", "a", true));
        history.answered("b", "r", other, new CompareAndSet("", "b", true));
        assertThat(history.fault("")).isPresent();
    }

    @Test
    void registers_areIndependent() {
        history.answered("c", "one", history.moment(), new Write("1"));
        history.answered("c", "other", history.moment(), new Read(""));
        assertThat(history.fault("")).isEmpty();
    }

    /**
     * Against histories made by a register, which are right, and the same with one answer changed.
     */
    @Test
    void madeByARegister_isRight_andNotWithAnAnswerThatNeverWas() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            History right = new History();
            History wrong = new History();
            make(random, right, wrong);
            assertThat(right.fault("")).as("seed %d", seed).isEmpty();
            assertThat(wrong.fault("")).as("seed %d", seed).isPresent();
        }
    }

    private static void make(Random random, History right, History wrong) {
        List<Runnable> underWay = new ArrayList<>();
        String[] value = {""};
        int spoilt = random.nextInt(40);
        for (int i = 0; i < 60; i++) {
            int number = i;
            long calledRight = right.moment();
            long calledWrong = wrong.moment();
            underWay.add(
                    () -> {
                        Operation done = operation(random, number, value);
                        right.answered("c", "r", calledRight, done);
                        wrong.answered(
                                "c", "r", calledWrong, number == spoilt ? new Read("never") : done);
                    });
            while (underWay.size() > random.nextInt(6)) {
                underWay.remove(random.nextInt(underWay.size())).run();
            }
        }
        underWay.forEach(Runnable::run);
    }

    private static Operation operation(Random random, int number, String[] value) {
        String before = value[0];
        return switch (random.nextInt(3)) {
            case 0 -> new Read(before);
            case 1 -> {
                value[0] = "" + number % 5;
                yield new Write(value[0]);
            }
            default -> {
                String expected = "" + random.nextInt(5);
                boolean equal = before.equals(expected);
                if (equal) {
                    value[0] = "" + number % 5;
                }
                yield new CompareAndSet(expected, "" + number % 5, equal);
            }
        };
    }
}
