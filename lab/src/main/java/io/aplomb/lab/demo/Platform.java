package io.aplomb.lab.demo;

import java.util.List;

/**
 * What the demonstration runs and where. All addresses are loopback ones, so that nothing leaves
 * the machine and no privilege is needed.
 */
record Platform(List<WebServer> webServers, List<Balancer> balancers) {

    static final String BACKEND = "web";

    private static final int WEB_PORT = 8080;
    private static final int BALANCER_PORT = 8080;
    private static final int STATISTICS_PORT = 8404;

    Platform {
        webServers = List.copyOf(webServers);
        balancers = List.copyOf(balancers);
    }

    /** A small application server. */
    record WebServer(String name, String address, int port) {}

    /** A load balancer. */
    record Balancer(String name, String address, int port, int statisticsPort) {
        String url() {
            return "http://" + address + ":" + port + "/";
        }

        String statisticsUrl() {
            return "http://" + address + ":" + statisticsPort + "/stats";
        }
    }

    /** Three application servers and two balancers on the addresses of the course's exercise. */
    static Platform standard() {
        return new Platform(
                List.of(
                        new WebServer("web1", "127.0.5.11", WEB_PORT),
                        new WebServer("web2", "127.0.5.12", WEB_PORT),
                        new WebServer("web3", "127.0.5.13", WEB_PORT)),
                List.of(
                        new Balancer("lb1", "127.0.5.111", BALANCER_PORT, STATISTICS_PORT),
                        new Balancer("lb2", "127.0.5.112", BALANCER_PORT, STATISTICS_PORT)));
    }

    WebServer webServer(String name) {
        return webServers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no server named " + name));
    }

    /** The balancer's {@code haproxy.cfg}: what a user of HAProxy would write for this platform. */
    String configurationOf(Balancer balancer) {
        StringBuilder servers = new StringBuilder();
        for (WebServer server : webServers) {
            servers.append(
                    "    server %s %s:%d check\n"
                            .formatted(server.name(), server.address(), server.port()));
        }
        return """
        global
            log stdout format raw local0
            maxconn 2000

        defaults
            mode http
            log global
            timeout connect 1s
            timeout client 30s
            timeout server 10s
            timeout http-request 10s
            timeout check 3s
            retries 3
            option redispatch 1
            retry-on conn-failure empty-response response-timeout

        frontend %s
            bind %s:%d
            default_backend %s

        backend %s
            balance roundrobin
            option httpchk GET /health
            http-check expect status 200
            default-server inter 500ms fastinter 100ms fall 2 rise 2 observe layer4 error-limit 1 on-error mark-down
        %s
        listen stats
            bind %s:%d
            stats enable
            stats uri /stats
            stats refresh 2s
        """
                .formatted(
                        balancer.name(),
                        balancer.address(),
                        balancer.port(),
                        BACKEND,
                        BACKEND,
                        servers,
                        balancer.address(),
                        balancer.statisticsPort());
    }
}
