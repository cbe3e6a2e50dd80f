package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {

  @Test
  void everyCommandNamesWhatIsThere() {
    List<Commands> all = Markdown.all().stream().map(Commands::in).toList();
    assertThat(all).extracting(Commands::complaints).filteredOn(said -> !said.isEmpty()).isEmpty();
    assertThat(all.stream().flatMap(commands -> CommandRules.broken(commands).stream())).isEmpty();
    assertThat(all.stream().flatMap(commands -> commands.all().stream()))
        .extracting(Commands.Command::program)
        .contains(
            "mvn", "java", "curl", "helm", "kubectl", "docker", "npx", "npm", "git", "./scenario");
  }

  @Test
  void theWorkflowTypesWhatTheChartsReadmeSaysOfKind() {
    String workflow = Docs.read(Docs.ROOT.resolve(".github/workflows/kind.yml"));
    assertThat(Markdown.of(Docs.ROOT.resolve("helm/README.md")).codeBlocks())
        .extracting(Markdown.CodeBlock::text)
        .filteredOn(text -> text.contains("kind create") || text.contains("./scenario"))
        .flatExtracting(text -> text.lines().toList())
        .hasSize(8)
        .allSatisfy(command -> assertThat(workflow).contains("- run: " + command + "\n"));
  }

  @Test
  void aCommandIsTakenApartAsBashDoesIt() {
    Commands commands =
        Commands.in(
            planted(
                """
                Say `mvn verify -Pchaos`, or `helm test`:

                ```bash
                A=1 ID=$(curl -s "localhost:8080/a b" | sed 's/x y/z/') && echo "$ID" \\
                  && kubectl get "pod/$ID"   # here
                ```
                ```text
                it prints this
                ```
                ```
                cd x && until curl -sf y; do sleep 1; done
                ```
                """));
    assertThat(commands.complaints()).isEmpty();
    assertThat(commands.all())
        .extracting(command -> command.line() + " " + String.join("|", command.words()))
        .containsExactlyInAnyOrder(
            "3 curl|-s|localhost:8080/a b",
            "3 sed|s/x y/z/",
            "3 kubectl|get|pod/ID",
            "10 cd|x",
            "10 curl|-sf|y",
            "0 mvn|verify|-Pchaos");
  }

  @ParameterizedTest
  @CsvSource({
    "'if true; then', syntax error",
    "'echo ''open', unexpected EOF",
    "'curl <id>', syntax error",
    "'./run.sh', No such file",
    "'curl localhost:8080/users/$USER', USER: unbound variable",
  })
  void whatBashCannotReadIsTold(String command, String complaint) {
    assertThat(Commands.in(planted("```bash\n" + command + "\n```")).complaints())
        .contains(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frobnicate x | CommandRules knows no such program",
        "mvn verify -pl no-app | there is no module no-app",
        "mvn verify -Pnone | there is no profile none",
        "mvn verify -Dit.test=NoSuchIT | there is no test NoSuchIT",
        "mvn test -Dtest='AccountTest,No*Such#x' | there is no test No*Such",
        "mvn test -Dno.such.property=1 | there is no property no.such.property",
        "mvn none:run | there is no plugin none-maven-plugin",
        "mvn deploy | there is no phase deploy",
        "mvn test -Z | there is no option -Z",
        "java -jar target/x.jar | no module builds target/x.jar",
        "java -jar shared-api/target/shared-api.jar | no module builds shared-api/target",
        "java -jar user-app/target/order-app.jar | no module builds user-app/target/order-app.jar",
        "java -jar ~/.m2/repository/net/x/plantuml-mit/0.1/plantuml-mit-0.1.jar | no module builds",
        "java -version | there is no jar",
        "curl localhost:8080/nothing | no OpenAPI document has GET /nothing",
        "curl -X PUT localhost:8080/users | no OpenAPI document has PUT /users",
        "curl -d '{}' localhost:8080/users/ID | no OpenAPI document has POST /users/ID",
        "curl localhost:8081/actuator/env | there is no endpoint env",
        "curl https://example.org | it asks somebody else",
        "helm install -n arch-axon arch-axon ./chart | there is no chart ./chart",
        "helm install arch-axon ./helm | it does not name the namespace",
        "helm install -n arch-axon a ./helm --set app.none=1 | the chart has no value app.none",
        "kubectl get pods | it does not name the namespace",
        "kubectl -n arch-axon logs deploy/arch-axon-x | there is no part of the chart x",
        "docker run x | CommandRules knows docker compose only",
        "docker compose stop nobody | there is no service nobody",
        "docker compose --profile nobody up | there is no profile nobody",
        "helm install -n x x x --repo https://example.org | it names no version",
        "kind create cluster --config none.yaml | there is no file none.yaml",
        "kind load docker-image ghcr.io/arch-axon/order-app:0.1 | there is no image",
        "kind get clusters | CommandRules knows no such kind",
        "minikube image load order-app:1.0.0 | there is no image order-app:1.0.0",
        "minikube ssh | there is no minikube ssh",
        "sudo ls | CommandRules knows sudo tee -a /etc/hosts only",
        "newman run none.json | there is no collection none.json",
        "newman run arch-axon.postman_collection.json --env-var no=1 | there is no variable no",
        "npx cowsay | CommandRules knows npx newman only",
        "npm run nothing | there is no such script",
        "npm install x | there is no npm install",
        "cd nowhere | there is no such folder",
        "git pull | CommandRules knows git clone REPOSITORY_URL and git apply step.diff only",
        "./scenario a b | the script takes one address",
        "./scenario http://example.org | it asks somebody else",
      })
  void aCommandThatNamesWhatIsNotThereIsToldSo(String command, String fault) {
    Commands commands = Commands.in(planted("```bash\n" + command + "\n```"));
    assertThat(commands.complaints()).isEmpty();
    assertThat(CommandRules.broken(commands)).singleElement().asString().contains(fault);
  }

  private static Markdown planted(String text) {
    return Markdown.of(Docs.ROOT.resolve("docs/planted.md"), text);
  }
}
