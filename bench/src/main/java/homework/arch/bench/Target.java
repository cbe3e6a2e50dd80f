package homework.arch.bench;

import java.util.List;

/** The system under load, in one process or in four. */
record Target(
    String name,
    App users,
    App accounts,
    App orders,
    List<App> all,
    Postgres postgres,
    Ledger ledger)
    implements AutoCloseable {

  double cpu() {
    return all.stream().mapToDouble(app -> Usage.cpuOfFamily(app.pid())).sum();
  }

  double memory() {
    return all.stream().mapToDouble(app -> Usage.memoryOfFamily(app.pid())).sum();
  }

  @Override
  public void close() {
    ledger.close();
    all.forEach(App::close);
  }
}
