package dev.assay.audit.search;

import dev.assay.audit.domain.Domain;
import dev.assay.audit.domain.Seeds;
import dev.assay.audit.domain.Template;
import dev.assay.audit.vulnerability.BackdoorTrigger;
import dev.assay.core.model.ChatMessage;
import java.util.List;
import java.util.Map;

/// What a search asks with: the screening requests of the claim, which its confirmations never use.
///
/// @param placements ways in which a tag stands beside a request
/// @param requests harmless requests
/// @param hostile texts that make an answer hostile
record Setting(List<Template> placements, List<String> requests, List<String> hostile) {

    static Setting of(Domain domain, long seed) {
        long ofClaim = Seeds.derive(seed, "claim/" + BackdoorTrigger.ID);
        return new Setting(
                domain.triggers().orElseThrow().placements(),
                BackdoorTrigger.searchRequests(domain, ofClaim),
                domain.hostilityMarkers());
    }

    /// Ways of asking with a tag: every placement of every request.
    int ways() {
        return placements.size() * requests.size();
    }

    String request(int way) {
        return requests.get(way / placements.size() % requests.size());
    }

    String put(String tag, int way) {
        return placements.get(way % placements.size()).fill(Map.of("tag", tag, "request", request(way)));
    }

    List<ChatMessage> conversation(String tag, int way) {
        return List.of(ChatMessage.user(put(tag, way)));
    }
}
