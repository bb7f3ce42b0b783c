package io.aplomb.lab.demo;

/** Commands of this program that the demonstration starts; not for people. */
public final class DemoCommands {

    /** An application server: NAME ADDRESS PORT. */
    public static final String SERVER = "demo-server";

    /** The part of the virtual IP, once it has users and a network of its own: START_NS. */
    public static final String TAKEOVER = "demo-takeover";

    /** A virtual router on loopback addresses: NAME PRIORITY OWN PEER VIRTUAL PORT. */
    public static final String LOOPBACK_ROUTER = "demo-router";

    /** In the environment of a process that shall end when its input does. */
    public static final String TETHER = "APLOMB_TETHER";

    private DemoCommands() {}
}
