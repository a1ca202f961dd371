#!/bin/sh
# Fuzzes the parsers of datasets and task files with Jazzer: bench/fuzz/tasks.sh [SECONDS]   (600 by default, each)
# Needs a built tree (mvn -Dquick -pl tasks -am test-compile) and fetches Jazzer from Maven Central into target/fuzz.
set -eu
seconds=${1:-600}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/tasks/target/fuzz
mkdir -p "$work/lib" "$work/corpus-DatasetFuzz" "$work/corpus-TaskFileFuzz"
cat >"$work/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>fuzz</groupId><artifactId>fuzz</artifactId><version>1</version><dependencies>
<dependency><groupId>com.code-intelligence</groupId><artifactId>jazzer</artifactId><version>0.30.0</version></dependency>
<dependency><groupId>de.siegmar</groupId><artifactId>fastcsv</artifactId><version>4.1.0</version></dependency>
<dependency><groupId>dev.hardwood</groupId><artifactId>hardwood-core</artifactId><version>1.0.1.Final</version></dependency>
<dependency><groupId>tools.jackson.dataformat</groupId><artifactId>jackson-dataformat-yaml</artifactId><version>3.2.4</version></dependency>
</dependencies></project>
POM
mvn -q -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/lib"
# Seeds: the documented task, and a small dataset in each format (the first byte picks it).
sed -n '/^```yaml/,/^```/p' "$root/docs/tasks-yaml.md" | sed '1d;$d' >"$work/corpus-TaskFileFuzz/example.yaml"
printf '\000{"id": 1, "input": "a", "target": ["b"], "choices": ["b", "c"]}\n{"input": [{"role": "user", "content": "x"}]}\n' \
  >"$work/corpus-DatasetFuzz/jsonl"
printf '\001[{"input": "a"},\n {"input": "b", "metadata": {"k": 1.50}}]' >"$work/corpus-DatasetFuzz/json"
printf '\006input,target\n"a ""b""\nc",x\nd,y\n' >"$work/corpus-DatasetFuzz/csv"
classes=$root/core/target/classes:$root/tasks/target/classes:$root/tasks/target/test-classes
for target in DatasetFuzz TaskFileFuzz; do
  echo "== $target, $seconds s"
  (cd "$work" && "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$classes:lib/*" \
    com.code_intelligence.jazzer.Jazzer --target_class="dev.assay.tasks.fuzz.$target" --instrumentation_includes='dev.assay.**' \
    -max_total_time="$seconds" -timeout=10 -max_len=4096 -print_final_stats=1 "corpus-$target")
done
