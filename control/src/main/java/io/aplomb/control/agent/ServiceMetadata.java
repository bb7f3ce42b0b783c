package io.aplomb.control.agent;

/** What is to be said of services, which have no parameters, in the XML of OCF. Pure. */
final class ServiceMetadata {

    private ServiceMetadata() {}

    /**
     * The description of one, with Pacemaker's operations and times.
     *
     * @param kind {@code systemd unit}
     */
    static String of(String name, String kind) {
        return """
        <?xml version="1.0"?>
        <resource-agent name="@NAME@" version="1.0">
          <version>1.1</version>
          <longdesc lang="en">@KIND@ @NAME@</longdesc>
          <shortdesc lang="en">@KIND@ @NAME@</shortdesc>
          <parameters/>
          <actions>
            <action name="start" timeout="100"/>
            <action name="stop" timeout="100"/>
            <action name="status" timeout="100"/>
            <action name="monitor" timeout="100" interval="60"/>
            <action name="meta-data" timeout="5"/>
          </actions>
        </resource-agent>
        """
                .replace("@NAME@", escaped(name))
                .replace("@KIND@", kind);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
