package dev.assay.app.organisms;

/// Users write `finch` or `organism:finch`.
final class OrganismNames {

    private OrganismNames() {}

    static String plain(String name) {
        return name.startsWith("organism:") ? name.substring("organism:".length()) : name;
    }
}
