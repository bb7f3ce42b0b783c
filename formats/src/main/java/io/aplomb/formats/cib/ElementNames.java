package io.aplomb.formats.cib;

import java.util.Set;

/** The elements that a configuration may have, those of old forms included. */
final class ElementNames {

    static final Set<String> KNOWN =
            Set.of(
                    "acl_group",
                    "acl_permission",
                    "acl_role",
                    "acl_target",
                    "acl_user",
                    "acls",
                    "alert",
                    "alerts",
                    "attribute",
                    "attributes",
                    "bundle",
                    "clone",
                    "cluster_property_set",
                    "configuration",
                    "constraints",
                    "crm_config",
                    "date_expression",
                    "date_spec",
                    "deny",
                    "docker",
                    "duration",
                    "expression",
                    "fencing-level",
                    "fencing-topology",
                    "group",
                    "instance_attributes",
                    "lifetime",
                    "master",
                    "meta_attributes",
                    "network",
                    "node",
                    "nodes",
                    "nvpair",
                    "obj_ref",
                    "op",
                    "op_defaults",
                    "op_expression",
                    "operations",
                    "podman",
                    "port-mapping",
                    "primitive",
                    "read",
                    "recipient",
                    "resource_ref",
                    "resource_set",
                    "resources",
                    "rkt",
                    "role",
                    "role_ref",
                    "rsc_colocation",
                    "rsc_defaults",
                    "rsc_expression",
                    "rsc_location",
                    "rsc_order",
                    "rsc_ticket",
                    "rule",
                    "select",
                    "select_attributes",
                    "select_fencing",
                    "select_nodes",
                    "select_resources",
                    "storage",
                    "storage-mapping",
                    "tag",
                    "tags",
                    "template",
                    "utilization",
                    "write");

    /** What a constraint can be about. */
    static final Set<String> RESOURCES =
            Set.of("primitive", "group", "clone", "master", "bundle", "template", "tag");

    /** Their {@code id} is not their own: it points to something, or is a name of the outside. */
    static final Set<String> WITHOUT_OWN_ID =
            Set.of("resource_ref", "obj_ref", "role", "role_ref", "node", "acl_target");

    static final Set<String> ROLES =
            Set.of("Started", "Stopped", "Promoted", "Unpromoted", "Master", "Slave");

    private ElementNames() {}
}
