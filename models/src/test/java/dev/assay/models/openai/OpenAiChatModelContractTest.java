package dev.assay.models.openai;

import dev.assay.core.contract.ModelContract;
import dev.assay.core.model.Model;
import dev.assay.models.http.ChatServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class OpenAiChatModelContractTest extends ModelContract {

    private final List<ChatServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (ChatServer server : servers) {
            server.close();
        }
    }

    @Override
    protected Model newModel() {
        try {
            ChatServer server = new ChatServer(ChatServer::truthfully);
            servers.add(server);
            return OpenAiChatModel.named("mock-1").baseUrl(server.baseUrl()).build();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
