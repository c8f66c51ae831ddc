// The example for Kubernetes: every file is what Kubernetes takes, and says of the program only what it has.

import { readdirSync, readFileSync } from 'node:fs';
import { Deployment, type IDeployment } from 'kubernetes-models/apps/v1';
import { type IJob, Job } from 'kubernetes-models/batch/v1';
import { type IPodDisruptionBudget, PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { type IContainer, type IService, Service } from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROLES } from '../../src/app.ts';

const DIR = 'config/deploy';
/** A file's object in the types of its kind. */
const MODELS: Readonly<Record<string, (given: object) => { validate(): void }>> = {
  Deployment: (given) => new Deployment(given as IDeployment),
  Job: (given) => new Job(given as IJob),
  PodDisruptionBudget: (given) => new PodDisruptionBudget(given as IPodDisruptionBudget),
  Service: (given) => new Service(given as IService),
};

const files = readdirSync(DIR).filter((name) => name.endsWith('.yaml'));
const read = (name: string): { readonly kind: string } => parse(readFileSync(`${DIR}/${name}`, 'utf8'));
const deploymentOf = (role: string): Deployment => new Deployment(read(`${role}.yaml`) as IDeployment);

test.each(files)('%s is valid', (name) => {
  const given = read(name);
  expect(Object.keys(MODELS)).toContain(given.kind);
  expect(() => MODELS[given.kind]!(given).validate()).not.toThrow();
});

test('what Kubernetes does not take is seen', () => {
  const given = read('worker.yaml') as IDeployment;
  expect(() => MODELS.Deployment!({ ...given, spec: { ...given.spec, replicas: 'two' } }).validate()).toThrow();
});

const dockerfile = readFileSync('Dockerfile', 'utf8');

test.each(['http', 'worker', 'source'])(
  '%s may do nothing but its work: not root, read only, no capabilities',
  (role) => {
    const { securityContext: pod, containers } = deploymentOf(role).spec!.template.spec!;
    expect(pod).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const { securityContext } of containers)
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
  },
);

test('probes ask what the service answers, on the port of the image and of the Service', () => {
  const [{ ports, ...container }] = deploymentOf('http').spec!.template.spec!.containers as [IContainer];
  const port = Number(/PORT=(\d+)/.exec(dockerfile)![1]);
  const asked = (probe: IContainer['livenessProbe']): string => probe!.exec!.command!.at(-1)!;
  const health = readFileSync('src/http/api/status/health.ts', 'utf8');
  for (const [probe, path] of [
    [container.startupProbe, '/healthz'],
    [container.livenessProbe, '/healthz'],
    [container.readinessProbe, '/readyz'],
  ] as const) {
    expect(asked(probe)).toContain(`http://127.0.0.1:${port}${path}'`);
    expect(health).toContain(`'${path}'`);
  }
  expect(ports).toEqual([{ name: 'http', containerPort: port }]);
  expect(new Service(read('http-service.yaml') as IService).spec!.ports![0]!.targetPort).toBe('http');
});

test('the job runs the command that migrates', () => {
  const [container] = new Job(read('migrate.yaml') as IJob).spec!.template.spec!.containers;
  expect(container!.command).toEqual(['node', 'dist/main.js', 'migrate']);
  expect(readFileSync('src/cli/operations.ts', 'utf8')).toContain("command('migrate')");
});

const roles = ROLES.map((role) => [role] as const);

describe.each(roles)('%s', (role) => {
  const deployment = deploymentOf(role);
  const pod = deployment.spec!.template;
  const [container] = pod.spec!.containers as IContainer[];

  test('is started by the image’s command, with its role', () => {
    const [, command] = /^CMD (\[.*\])$/m.exec(dockerfile)!;
    expect(container!.command).toEqual(JSON.parse(command!));
    expect(container!.args).toEqual(['--role', role]);
  });

  test('its pods are those that its selector and its budget name', () => {
    const budget = new PodDisruptionBudget(read(`${role}-budget.yaml`) as IPodDisruptionBudget);
    expect(deployment.spec!.selector.matchLabels).toEqual(pod.metadata!.labels);
    expect(budget.spec!.selector!.matchLabels).toEqual(pod.metadata!.labels);
    expect(deployment.spec!.replicas).toBeGreaterThan(Number(budget.spec!.minAvailable));
  });

  test('what it mounts is there', () => {
    const names = pod.spec!.volumes!.map(({ name }) => name);
    expect(container!.volumeMounts!.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });
});

test('the unit for systemd starts what there is, may write where the service does, and leaves it time to end', () => {
  const lines = readFileSync(`${DIR}/inquiry-sla.service`, 'utf8').split('\n');
  const given = Object.fromEntries(lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/s, 2)));
  const home = given.WorkingDirectory;
  expect(given.ExecStart).toBe('/usr/bin/node dist/main.js start');
  expect(given.ReadWritePaths).toBe(`${home}/data ${home}/config`);
  expect(given).toMatchObject({
    Restart: 'always',
    KillMode: 'mixed',
    NoNewPrivileges: 'yes',
    ProtectSystem: 'strict',
  });
  expect(Number(given.TimeoutStopSec)).toBeGreaterThanOrEqual(60);
});
