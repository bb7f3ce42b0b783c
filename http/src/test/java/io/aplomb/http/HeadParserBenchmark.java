package io.aplomb.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Prints nanoseconds of CPU and allocated bytes for parsing a head, and for passing it on with the
 * edits a proxy makes. A sanity check for one machine, not a measurement to compare machines with.
 */
final class HeadParserBenchmark {
    private static final int WARM_UP = 200_000;

    /** The best of many bursts: neighbours on a busy machine slow some of them down. */
    private static final int BURSTS = 100;

    private static final int BURST_RUNS = 5_000;
    private static final int REPEATS = 4;

    private static final String WRK =
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-Id: 1\r\nAccept: */*\r\n\r\n";

    private static final String BROWSER =
            "GET /shop/list?page=2&sort=price HTTP/1.1\r\nHost: www.example.org:8080\r\n"
                    + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101"
                    + " Firefox/128.0\r\n"
                    + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
                    + "Accept-Language: fr,en-US;q=0.7,en;q=0.3\r\n"
                    + "Accept-Encoding: gzip, deflate, br\r\n"
                    + "Referer: http://www.example.org:8080/shop/\r\nDNT: 1\r\n"
                    + "Connection: keep-alive\r\n"
                    + "Cookie: SERVERID=web1; JSESSIONID=0123456789ABCDEF0123456789ABCDEF\r\n"
                    + "Upgrade-Insecure-Requests: 1\r\nSec-Fetch-Mode: navigate\r\n"
                    + "Sec-Fetch-Site: same-origin\r\n\r\n";

    private static final String RESPONSE =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sat, 21 Nov 2026 06:00:00 GMT\r\n"
                    + "Content-Type: text/plain\r\nContent-Length: 13\r\nConnection: keep-alive\r\n"
                    + "\r\nHello, world\n";

    private final HttpHead head = new HttpHead();
    private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(16384);
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(16384);

    private HeadParserBenchmark() {}

    public static void main(String[] arguments) {
        HeadParserBenchmark benchmark = new HeadParserBenchmark();
        HeadParser requests = HeadParser.ofRequests(HeadLimits.DEFAULT, Compliance.STRICT);
        HeadParser responses = HeadParser.ofResponses(HeadLimits.DEFAULT, Compliance.STRICT);
        for (int i = 0; i < REPEATS; i++) {
            benchmark.measure("wrk, 3 fields, parse", requests, WRK, false);
            benchmark.measure("wrk, 3 fields, parse, edit, encode", requests, WRK, true);
            benchmark.measure("browser, 12 fields, parse", requests, BROWSER, false);
            benchmark.measure("browser, 12 fields, parse, edit, encode", requests, BROWSER, true);
            benchmark.measure("response, 5 fields, parse, edit, encode", responses, RESPONSE, true);
        }
    }

    private void measure(String name, HeadParser parser, String message, boolean passOn) {
        in.clear().writeCharSequence(message, StandardCharsets.ISO_8859_1);
        long checksum = run(parser, WARM_UP, passOn);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        long bestNs = Long.MAX_VALUE;
        for (int i = 0; i < BURSTS; i++) {
            long startNs = threads.getCurrentThreadCpuTime();
            checksum += run(parser, BURST_RUNS, passOn);
            bestNs = Math.min(bestNs, threads.getCurrentThreadCpuTime() - startNs);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        System.out.printf(
                "%-42s %6.0f ns %6.1f bytes (%d)%n",
                name, (double) bestNs / BURST_RUNS, (double) bytes / BURSTS / BURST_RUNS, checksum);
    }

    private long run(HeadParser parser, int rounds, boolean passOn) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            in.readerIndex(0);
            if (parser.parse(in, head) != HeadParser.Result.COMPLETE) {
                throw new AssertionError(parser.violation());
            }
            sum += head.fieldCount();
            if (passOn) {
                head.remove(FieldName.CONNECTION);
                head.add(FieldName.X_FORWARDED_FOR, "192.0.2.1");
                head.encodeTo(out.clear());
                sum += out.readableBytes();
            }
        }
        return sum;
    }
}
