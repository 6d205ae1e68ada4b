// @error: MTS1174 4:3 The field 'name' is an accessor in a class below.

abstract class Named {
  abstract readonly name: string;
}

class Computed extends Named {
  override get name(): string {
    return "computed";
  }
}

export function main(): void {
  console.log(new Computed().name);
}
