// tsc over the whole project, and isolatedDeclarations over src but where types are derived from schemas.
import ts from 'typescript';

const config = ts.getParsedCommandLineOfConfigFile(
  'tsconfig.json',
  { isolatedDeclarations: true },
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: console.error },
);
const program = ts.createProgram(config.fileNames, config.options);
/** TS9005 to TS9039 are the complaints of isolatedDeclarations. */
const needsAnnotation = ({ code }) => code >= 9005 && code <= 9039;
const isFree = ({ file }) =>
  !/\/src\//.test(file?.fileName ?? '') || /\/src\/schema(\/|\.ts)|config-schema\.ts|\/examples\//.test(file.fileName);
const all = [...ts.getPreEmitDiagnostics(program), ...program.getDeclarationDiagnostics()];
const unique = ts
  .sortAndDeduplicateDiagnostics(all)
  .filter((diagnostic) => !(needsAnnotation(diagnostic) && isFree(diagnostic)));
const host = {
  getCurrentDirectory: ts.sys.getCurrentDirectory,
  getNewLine: () => '\n',
  getCanonicalFileName: (name) => name,
};
process.stdout.write(ts.formatDiagnostics(unique, host));
console.log(`${program.getRootFileNames().length} files, ${unique.length} errors in types`);
process.exit(unique.length ? 1 : 0);
