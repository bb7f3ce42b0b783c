package io.aplomb.control.guard;

import io.aplomb.cluster.live.LapsePolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A daemon for tests, in a process of its own that can be stopped and killed: it hands the orders
 * that it reads to a guard and prints what that reports. Beyond the guard's orders it knows {@code
 * for MS POLICY}, a lease from now on.
 */
final class GuardedDaemon {
    private GuardedDaemon() {}

    public static void main(String[] none) throws IOException {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        GuardOrder first = OrderText.read(input.readLine());
        if (!(first instanceof GuardOrder.Configure(GuardSettings settings))) {
            throw new IOException("settings come first");
        }
        Guard guard = Guard.start(settings, report -> print(ReportText.write(report)));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.startsWith("for ")) {
                String[] words = line.split(" ");
                long untilNs =
                        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]));
                guard.lease(untilNs, LapsePolicy.valueOf(words[2]));
                print("until " + untilNs);
                continue;
            }
            switch (OrderText.read(line)) {
                case GuardOrder.Keep(Hold hold) ->
                        guard.hold(hold).thenRun(() -> print("held " + hold.id()));
                case GuardOrder.Release(String id) -> guard.release(id);
                case GuardOrder.Configure(GuardSettings changed) -> guard.configure(changed);
                case GuardOrder.Done _ -> guard.close();
                default -> throw new IOException(line);
            }
        }
    }

    private static synchronized void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
