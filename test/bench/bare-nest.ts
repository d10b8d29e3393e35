/** The least that NestJS and TypeORM can do: one table, one route that reads it. What starting them costs anyone. */
import 'reflect-metadata';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource, EntitySchema } from 'typeorm';

const note = new EntitySchema<{ id: number }>({ name: 'note', columns: { id: { type: 'integer', primary: true } } });
const database = new DataSource({ type: 'better-sqlite3', database: process.argv[2]!, entities: [note], synchronize: true });

@Controller()
class Health {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  @Get('healthz')
  async answer(): Promise<{ notes: number }> {
    return { notes: await this.source.manager.count(note) };
  }
}

@Module({ controllers: [Health], providers: [{ provide: DataSource, useValue: database }] })
class Bare {}

await database.initialize();
const app = await NestFactory.create<NestFastifyApplication>(Bare, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.argv[3]), '127.0.0.1');
