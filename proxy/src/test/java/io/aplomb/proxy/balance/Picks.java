package io.aplomb.proxy.balance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.SplittableRandom;

/** Sequences of choices as strings of server names. */
final class Picks {

    private static final long SEED = 42;

    private Picks() {}

    static Selection selection() {
        return new Selection(new SplittableRandom(SEED)).reset(0);
    }

    static Selection keyed(String key) {
        return selection().key(key.getBytes(UTF_8));
    }

    static String picks(Balancer<FakeServer> balancer, int count) {
        var selection = new Selection(new SplittableRandom(SEED));
        var names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append(Objects.requireNonNull(balancer.pick(selection.reset(i))).name);
        }
        return names.toString();
    }

    static long count(String names, String name) {
        return names.chars().filter(each -> each == name.charAt(0)).count();
    }
}
