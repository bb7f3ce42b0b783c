package io.aplomb.app.vrrp;

import java.util.List;

/** The help of {@code aplomb vrrp}. */
public final class VrrpUsage {

    /** For completion. */
    public static final List<String> OPTIONS =
            List.of(
                    "-f", "-n", "-t", "-c", "-p", "-r", "-i", "-l", "-D", "-S", "-G", "-d", "-P",
                    "-h");

    private VrrpUsage() {}

    static String text() {
        return """
        Usage: aplomb vrrp [-f FILE] [OPTION...]
        The virtual IP: takes the command line and the configuration of keepalived.

          -f, --use-file FILE    the configuration (default: %s)
          -n, --dont-fork        stay in the foreground
          -t, -c, --config-test  read the configuration, say what is wrong, end
          -p, --pid FILE         write the process id there
          -i, --config-id ID     which lines that begin with @ID count
          --show [--json]        print how the running process stands, end
          --socket PATH          where it is asked (default: x.sock for the pid file x.pid, else
                                 /run/aplomb-vrrp.sock)
          --metrics IP:PORT      serve http://IP:PORT/metrics for Prometheus
          --watch-proxy SOCKET   give the addresses up while the `aplomb proxy` with that `stats
                                 socket` does not serve
          --signum=WHAT          print the signal that does STOP, RELOAD, DATA or STATS, end
          --lvs-fallback proxy   virtual servers that this kernel cannot balance are served by the
                                 TCP proxy instead of being refused
          --lang en|fr           language of advice (default: of LANGUAGE, LC_MESSAGES, LANG)
          -S, --log-facility WHO 0..7, local0..local7, user or daemon (the default): in the
                                 background it logs to syslog, in the foreground with -S alone
          -G, --no-syslog        not to syslog
          -l, --log-console      to standard error, too, where it logs to syslog
          -D, --log-detail       log every step
          --syslog-socket PATH   where syslog listens (default: /dev/log)
          -d, -P                 taken, as keepalived takes them; without effect here
          -h, --help             print this text and end

        Needs CAP_NET_ADMIN and CAP_NET_RAW. TERM and INT end it with a last advert, so that
        another machine takes over at once. HUP reads the configuration again, USR1 and
        USR2 write keepalived.data and keepalived.stats into TMPDIR or /tmp."""
                .formatted(VrrpArguments.DEFAULT_FILE);
    }
}
